package io.safeops.run.coordinate;

import io.safeops.guard.Kind;
import io.safeops.review.Guarding;
import io.safeops.review.Readings;
import io.safeops.review.Review;
import io.safeops.run.talk.RunSpec;
import io.safeops.run.talk.Words;
import io.safeops.session.Pace;
import io.safeops.transport.Turns.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How long a run will take from arming to the decision, by the number of its nodes and by what was
 * measured on them. What a step itself takes, and how long the operator thinks, nobody knows: both
 * come on top.
 *
 * @param nodes how many are armed
 * @param parts in the order of the run
 * @param deadline what they have to fit into
 * @param isMeasured whether anything was: where not, only what is waited for in any case is known
 * @param basis what was measured, in words
 */
public record Forecast(
    int nodes, List<Part> parts, Duration deadline, boolean isMeasured, String basis) {

  /**
   * Arming writes the guard's program and starts its unit, beyond what a check does: two to three
   * times its processor time on a node of the scale rig.
   */
  private static final int ARM = 3;

  /** One part of a run. */
  public record Part(String name, Duration length) {}

  public Forecast {
    parts = List.copyOf(parts);
  }

  /** For the review: what a message to a guard takes is not known yet, a look takes longer. */
  public static Forecast of(Review review, Pace pace) {
    Guarding guarding = review.guarding();
    int shares = guarding.nodes().stream().mapToInt(Guarding.Guarded::steps).sum();
    return of(
        guarding.nodes().size(),
        guarding.voters().size(),
        shares,
        Readings.of(review),
        guarding.hold(),
        baseline(
            guarding.nodes().stream().anyMatch(node -> !node.probes().isEmpty()),
            guarding.baseline()),
        guarding.deadline(),
        pace,
        Measured.NOTHING);
  }

  /**
   * For the run, once every node was asked whether it can be guarded.
   *
   * @param check what that took
   */
  static Forecast of(RunSpec spec, Pace pace, Measured check) {
    int voters = (int) spec.nodes().stream().filter(node -> node.kind() == Kind.VOTER).count();
    return of(
        spec.nodes().size(),
        voters,
        spec.nodes().stream().mapToInt(RunSpec.NodeSpec::steps).sum(),
        spec.readings(),
        spec.times().hold(),
        baseline(
            spec.nodes().stream().anyMatch(node -> !node.probes().isEmpty()),
            spec.times().baseline()),
        spec.times().deadline(),
        pace,
        check);
  }

  private static Duration baseline(boolean anyProbes, Duration length) {
    return anyProbes ? length : Duration.ZERO;
  }

  private static Forecast of(
      int nodes,
      int voters,
      int shares,
      Readings readings,
      Duration hold,
      Duration baseline,
      Duration deadline,
      Pace pace,
      Measured check) {
    Measured asked = check.answers() > 0 ? check : pace.look();
    Duration arming = asked.of(nodes).multipliedBy(check.answers() > 0 ? ARM : 1);
    int steps = readings.steps().size();
    Duration changing = asked.of(shares).multipliedBy(2);
    for (int nodesRead : readings.steps()) {
      changing = changing.plus(pace.look().of(nodesRead));
    }
    Duration look = pace.look().of(readings.quiet());
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("arming", arming));
    parts.add(new Part("the probes' first look", baseline));
    parts.add(new Part(steps == 1 ? "1 step" : steps + " steps", changing));
    parts.add(new Part("quiet", hold.compareTo(look) >= 0 ? hold : look));
    parts.add(
        new Part(
            "confirming", pace.opening().of(nodes).plus(asked.of(nodes)).plus(asked.of(voters))));
    return new Forecast(
        nodes, parts, deadline, pace.isKnown() || check.answers() > 0, basis(pace, check));
  }

  private static String basis(Pace pace, Measured check) {
    List<String> measured = new ArrayList<>();
    measured.add(words("a look", pace.look()));
    measured.add(words("opening a connection", pace.opening()));
    measured.add(words("an answer to CHECK", check));
    measured.removeIf(String::isEmpty);
    return measured.isEmpty() ? "nothing was measured" : String.join(", ", measured);
  }

  private static String words(String what, Measured measured) {
    return measured.answers() == 0
        ? ""
        : "%s takes %.2f s a node with %d at once"
            .formatted(what, measured.each().toMillis() / 1000.0, measured.atOnce());
  }

  /** From arming to the decision, without the operator's time and the changes' own. */
  public Duration total() {
    return parts.stream().map(Part::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether the deadline can hold it; yes where nothing was measured. */
  public boolean fits() {
    return !isMeasured || total().compareTo(deadline) <= 0;
  }

  /** The parts and what they are computed from. */
  public String inWords() {
    return parts.stream()
            .filter(part -> !part.length().isZero())
            .map(part -> part.name() + " " + seconds(part.length()))
            .collect(Collectors.joining(", "))
        + " (measured: "
        + basis
        + ")";
  }

  /** Why it does not fit, with the figures, and what to do. */
  public String refusal() {
    return "the deadline of %s cannot hold this run on %d nodes: it takes about %s, without the time"
            .formatted(seconds(deadline), nodes, seconds(total()))
        + " that the change itself and the operator take: "
        + inWords()
        + ". Let the plan ask for a longer deadline, as far as the inventory allows one, or change"
        + " fewer nodes in one plan";
  }

  /** A length for a message, to a tenth of a second where it is short. */
  public static String seconds(Duration length) {
    double seconds = length.toMillis() / 1000.0;
    return seconds < 10 ? String.format(Locale.ROOT, "%.1f s", seconds) : Words.length(length);
  }
}
