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

  /** Identifies the hop before and after a change. */
  public String key() {
    return kind.word() + " " + subject;
  }
}
