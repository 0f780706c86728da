package io.safeops.paths.hop;

import io.safeops.paths.model.Hop;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a hop of an uplink says beside its answer, for a comparison with the hop of another time.
 */
public final class UplinkFacts {

  private static final String FAILING = "failing";
  private static final String WAY = "leads-out";
  private static final String LEAST = "least";
  private static final String MEANT = "meant";
  private static final String WANTED = "mtu";

  private UplinkFacts() {}

  /** A hop about an interface that leads out of the node. */
  static Hop withWay(Hop hop) {
    return hop.with(WAY, "true");
  }

  /** Whether it is about an interface that leads out of the node. */
  public static boolean isWay(Hop hop) {
    return hop.facts().containsKey(WAY);
  }

  /** The interface or the port that it is about. */
  public static Set<String> names(Hop hop) {
    Set<String> names = new TreeSet<>();
    Stream.of("interface", "port")
        .map(name -> hop.facts().getOrDefault(name, ""))
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }

  /** A hop about several ways out, of which these do not work. */
  static Hop withFailing(Hop hop, Collection<String> keys) {
    return hop.with(FAILING, String.join("\n", keys));
  }

  /** The keys of the hops of several ways out that do not work; empty for another hop. */
  public static Set<String> failing(Hop hop) {
    String keys = hop.facts().getOrDefault(FAILING, "");
    return keys.isEmpty() ? Set.of() : Set.of(keys.split("\n"));
  }

  /**
   * A hop about an MTU.
   *
   * @param least the least on the way; {@code Long.MAX_VALUE} if no interface has one
   * @param wanted what the network sends, or the largest MTU that a chassis has there
   * @param meant whether the network itself says so
   */
  static Hop withMtu(Hop hop, long least, long wanted, boolean meant) {
    return hop.with(WANTED, String.valueOf(wanted))
        .with(LEAST, String.valueOf(least))
        .with(MEANT, String.valueOf(meant));
  }

  /** Whether the network itself says what MTU it needs. */
  public static boolean isMtuMeant(Hop hop) {
    return hop.facts().getOrDefault(MEANT, "true").equals("true");
  }

  /** The least MTU on the way, in bytes. */
  public static long least(Hop hop) {
    return Long.parseLong(hop.facts().getOrDefault(LEAST, "0"));
  }

  /** The MTU that the way needs, in bytes. */
  public static long wanted(Hop hop) {
    return Long.parseLong(hop.facts().getOrDefault(WANTED, "0"));
  }
}
