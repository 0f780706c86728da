package io.safeops.paths.verdict;

import io.safeops.paths.hop.UplinkFacts;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What only a look at the cluster before a change tells about uplinks. One of several uplinks that
 * does not work may be a spare one; one that worked before may have been the way to the LAN. An
 * uplink with a smaller MTU than others may be meant so; one that had more before was not.
 */
final class LostUplinks {

  private LostUplinks() {}

  /** The same paths, judged before a change and after it; the latter with what they have lost. */
  static List<Path> since(List<Path> before, List<Path> after) {
    return IntStream.range(0, after.size())
        .mapToObj(
            each ->
                each < before.size() ? since(before.get(each), after.get(each)) : after.get(each))
        .toList();
  }

  /** A path after a change, with what it has lost since then. */
  static Path since(Path before, Path after) {
    List<Hop> gone = gone(before, after);
    if (gone.isEmpty() && after.hops().stream().noneMatch(LostUplinks::concerns)) {
      return after;
    }
    Map<String, Hop> was = new HashMap<>();
    before.hops().forEach(hop -> was.put(hop.key(), hop));
    List<Hop> hops = new ArrayList<>();
    for (Hop hop : after.hops()) {
      hops.add(concerns(hop) ? since(was, hop) : hop);
    }
    hops.addAll(gone);
    return Path.of(after.kind(), after.end(), after.peer(), hops);
  }

  /** Uplinks that worked and are gone from a node that has another one left. */
  private static List<Hop> gone(Path before, Path after) {
    Map<String, Set<String>> now = new HashMap<>();
    after.hops().stream()
        .filter(UplinkFacts::isWay)
        .forEach(
            hop ->
                now.computeIfAbsent(hop.node(), any -> new HashSet<>())
                    .addAll(UplinkFacts.names(hop)));
    Map<String, Set<String>> then = new HashMap<>();
    List<Hop> gone = new ArrayList<>();
    for (Hop hop : before.hops()) {
      Set<String> names = UplinkFacts.names(hop);
      if (UplinkFacts.isWay(hop) && now.containsKey(hop.node())) {
        then.computeIfAbsent(hop.node(), any -> new HashSet<>()).addAll(names);
        if (hop.answer().isPassing() && Collections.disjoint(names, now.get(hop.node()))) {
          gone.add(hop);
        }
      }
    }
    // If none is left, the way of the physical network has changed, which is a hop of its own.
    gone.removeIf(
        hop ->
            Collections.disjoint(
                then.getOrDefault(hop.node(), Set.of()), now.getOrDefault(hop.node(), Set.of())));
    return gone.stream()
        .map(
            hop ->
                hop.withAnswer(Answer.UNKNOWN)
                    .withWhy(
                        "it is gone, and it is not known whether what is left leads to the same LAN"))
        .toList();
  }

  private static boolean concerns(Hop hop) {
    return hop.kind() == HopKind.UPLINK_MTU
        ? !UplinkFacts.isMtuMeant(hop)
        : hop.kind() == HopKind.UPLINK && !UplinkFacts.failing(hop).isEmpty();
  }

  private static Hop since(Map<String, Hop> before, Hop hop) {
    if (hop.kind() == HopKind.UPLINK_MTU) {
      Hop then = before.getOrDefault(hop.key(), hop);
      long now = UplinkFacts.least(hop);
      boolean lowered = now < UplinkFacts.least(then) && now < UplinkFacts.wanted(then);
      return lowered
          ? hop.withAnswer(Answer.BROKEN)
              .withWhy(
                  "its MTU was "
                      + UplinkFacts.least(then)
                      + " and is "
                      + now
                      + ": larger packets are lost")
          : hop;
    }
    Set<String> lost = new HashSet<>(UplinkFacts.failing(hop));
    lost.removeIf(key -> !before.containsKey(key) || !before.get(key).answer().isPassing());
    return lost.isEmpty() ? hop : hop.withAnswer(Answer.UNKNOWN);
  }
}
