package io.safeops.paths.model;

import io.safeops.document.Preconditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that packets of a path need.
 *
 * @param subject the thing: {@code net: port enp6s18 of br-ex}. Kind and subject identify the hop
 *     before and after a change
 * @param node the node on which it is; empty for a row of a database
 * @param why what the facts say, in words; empty if it works
 * @param facts what a mend needs, by name: {@code node}, {@code bridge}, {@code port}
 * @param causes the keys of hops that explain it if they do not work
 */
public record Hop(
    HopKind kind,
    String subject,
    String node,
    Answer answer,
    String why,
    Map<String, String> facts,
    List<String> causes) {

  /** The facts that are names of things which a step can change. */
  private static final List<String> THINGS =
      List.of(
          "interface",
          "device",
          "port",
          "bridge",
          "localnet",
          "switch",
          "physnet",
          "router-port",
          "router",
          "prefix",
          "logical-ip",
          "external-ip",
          "chassis",
          "setting",
          "remote-key",
          "remote",
          "encap-ip",
          "encap-type",
          ThingName.COMPONENT);

  /** The name of a fact of a hop that stands for many. Which ones these are, it does not say. */
  public static final String MANY = "many";

  public Hop {
    facts = Preconditions.sorted(facts);
    causes = List.copyOf(causes);
  }

  public static Hop works(HopKind kind, String subject, String node) {
    return new Hop(kind, subject, node, Answer.WORKS, "", Map.of(), List.of());
  }

  public static Hop of(HopKind kind, String subject, String node, Answer answer, String why) {
    return new Hop(kind, subject, node, answer, why, Map.of(), List.of());
  }

  public static Hop broken(HopKind kind, String subject, String node, String why) {
    return of(kind, subject, node, Answer.BROKEN, why);
  }

  public static Hop unknown(HopKind kind, String subject, String node, String why) {
    return of(kind, subject, node, Answer.UNKNOWN, why);
  }

  /** A copy with one more fact for a mend. */
  public Hop with(String name, String value) {
    Map<String, String> more = new TreeMap<>(facts);
    more.put(name, value);
    return new Hop(kind, subject, node, answer, why, more, causes);
  }

  /** The same with one more fact if it does not work: of one that works nothing is reported. */
  public Hop withIfFaulty(String name, String value) {
    return answer == Answer.WORKS ? this : with(name, value);
  }

  /** A copy that the other hop explains, if that one does not work. */
  public Hop causedBy(Hop other) {
    return causedBy(List.of(other));
  }

  /** A copy that these hops explain, if they do not work. */
  public Hop causedBy(List<Hop> others) {
    List<String> keys = new ArrayList<>(causes);
    others.stream().map(Hop::key).filter(key -> !keys.contains(key)).forEach(keys::add);
    return new Hop(kind, subject, node, answer, why, facts, keys);
  }

  public Hop withWhy(String newWhy) {
    return new Hop(kind, subject, node, answer, newWhy, facts, causes);
  }

  public Hop withAnswer(Answer newAnswer) {
    return new Hop(kind, subject, node, newAnswer, why, facts, causes);
  }

  /**
   * Whether it may be otherwise in some seconds although nobody does anything. A daemon that is
   * stopped by a signal stays so, and one that is silent was asked twice already.
   */
  public boolean settles() {
    return kind.settles()
        && !List.of("stopped", "zombie", "silent", "busy", "blocked")
            .contains(facts.getOrDefault("process", ""));
  }

  /**
   * The things that subject and reason name. What it is about comes first: in {@code net: uplink
   * enp6s18 of br-ex} the uplink, then its bridge. The node before the colon is only where it is.
   */
  public List<ThingName> names() {
    int colon = subject.indexOf(": ");
    String place = colon < 0 ? "" : subject.substring(0, colon);
    String text = subject.substring(colon < 0 ? 0 : colon + 2) + " " + place + " " + why;
    Map<Integer, ThingName> named = new TreeMap<>();
    for (String kind : THINGS) {
      String name = facts.getOrDefault(kind, "");
      int at = indexOf(name, text);
      if (at >= 0) {
        named.putIfAbsent(at, new ThingName(kind, name));
      }
    }
    return List.copyOf(named.values());
  }

  /** Where a name is in a text as a whole word; -1 if nowhere. */
  private static int indexOf(String name, String text) {
    if (name.isEmpty()) {
      return -1;
    }
    int at = text.indexOf(name);
    while (at >= 0 && !isWord(text, at, at + name.length())) {
      at = text.indexOf(name, at + 1);
    }
    return at;
  }

  private static boolean isWord(String text, int from, int to) {
    // A colon or a full stop may be part of a name, or end a part of a sentence.
    boolean ends =
        to == text.length()
            || " ,;()".indexOf(text.charAt(to)) >= 0
            || (".:".indexOf(text.charAt(to)) >= 0
                && (to + 1 == text.length() || text.charAt(to + 1) == ' '));
    return ends && (from == 0 || " (".indexOf(text.charAt(from - 1)) >= 0);
  }

  /** Identifies the hop before and after a change. */
  public String key() {
    return kind.word() + " " + subject;
  }
}
