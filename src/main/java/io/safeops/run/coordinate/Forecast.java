package io.safeops.run.coordinate;

import io.safeops.guard.NodeKind;
import io.safeops.review.GuardPlan;
import io.safeops.review.ReadCount;
import io.safeops.review.Review;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.messaging.RunSpec;
import io.safeops.session.MeasuredTimes;
import io.safeops.transport.limit.RequestLimits.Measured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How long a run will take from arming to the decision, by the number of its nodes and by what was
 * measured on them. The time of the changes themselves and of the operator comes on top: it is not
 * known.
 *
 * @param nodes how many are armed
 * @param parts in the order of the run
 * @param deadline what they have to fit into
 * @param isMeasured whether anything was measured; if not, only the waits are known
 * @param basis what was measured, for the message
 */
public record Forecast(
    int nodes, List<ForecastPhase> parts, Duration deadline, boolean isMeasured, String basis) {

  /**
   * Arming writes the guard's program and starts its unit, beyond what a check does: two to three
   * times its processor time on a node of the scale rig.
   */
  private static final int ARM = 3;

  /** One part of a run. */
  public record ForecastPhase(String name, Duration length) {}

  public Forecast {
    parts = List.copyOf(parts);
  }

  /**
   * For the review: the time of a message to a guard is not known yet; reading facts takes longer.
   */
  public static Forecast of(Review review, MeasuredTimes measuredTimes) {
    GuardPlan guardPlan = review.guardPlan();
    int shares = guardPlan.nodes().stream().mapToInt(GuardPlan.Guarded::steps).sum();
    return of(
        guardPlan.nodes().size(),
        guardPlan.voters().size(),
        shares,
        ReadCount.of(review),
        guardPlan.hold(),
        baseline(
            guardPlan.nodes().stream().anyMatch(node -> !node.probes().isEmpty()),
            guardPlan.baseline()),
        guardPlan.deadline(),
        measuredTimes,
        Measured.NOTHING);
  }

  /**
   * For the run, once every node was asked whether it can be guarded.
   *
   * @param check what that took
   */
  static Forecast of(RunSpec spec, MeasuredTimes measuredTimes, Measured check) {
    int voters = (int) spec.nodes().stream().filter(node -> node.kind() == NodeKind.VOTER).count();
    return of(
        spec.nodes().size(),
        voters,
        spec.nodes().stream().mapToInt(RunSpec.NodeSpec::steps).sum(),
        spec.readCount(),
        spec.times().hold(),
        baseline(
            spec.nodes().stream().anyMatch(node -> !node.probes().isEmpty()),
            spec.times().baseline()),
        spec.times().deadline(),
        measuredTimes,
        check);
  }

  private static Duration baseline(boolean anyProbes, Duration length) {
    return anyProbes ? length : Duration.ZERO;
  }

  private static Forecast of(
      int nodes,
      int voters,
      int shares,
      ReadCount readCount,
      Duration hold,
      Duration baseline,
      Duration deadline,
      MeasuredTimes measuredTimes,
      Measured check) {
    Measured asked = check.answers() > 0 ? check : measuredTimes.look();
    Duration arming = asked.of(nodes).multipliedBy(check.answers() > 0 ? ARM : 1);
    int steps = readCount.steps().size();
    Duration changing = asked.of(shares).multipliedBy(2);
    for (int nodesRead : readCount.steps()) {
      changing = changing.plus(measuredTimes.look().of(nodesRead));
    }
    Duration look = measuredTimes.look().of(readCount.quiet());
    List<ForecastPhase> parts = new ArrayList<>();
    parts.add(new ForecastPhase("arming", arming));
    parts.add(new ForecastPhase("the probes' first look", baseline));
    parts.add(new ForecastPhase(steps == 1 ? "1 step" : steps + " steps", changing));
    parts.add(new ForecastPhase("quiet", hold.compareTo(look) >= 0 ? hold : look));
    parts.add(
        new ForecastPhase(
            "confirming",
            measuredTimes.opening().of(nodes).plus(asked.of(nodes)).plus(asked.of(voters))));
    return new Forecast(
        nodes,
        parts,
        deadline,
        measuredTimes.isKnown() || check.answers() > 0,
        basis(measuredTimes, check));
  }

  private static String basis(MeasuredTimes measuredTimes, Measured check) {
    List<String> measured = new ArrayList<>();
    measured.add(measuredText("a look", measuredTimes.look()));
    measured.add(measuredText("opening a connection", measuredTimes.opening()));
    measured.add(measuredText("an answer to CHECK", check));
    measured.removeIf(String::isEmpty);
    return measured.isEmpty() ? "nothing was measured" : String.join(", ", measured);
  }

  private static String measuredText(String what, Measured measured) {
    return measured.answers() == 0
        ? ""
        : "%s takes %.2f s a node with %d at once"
            .formatted(what, measured.each().toMillis() / 1000.0, measured.atOnce());
  }

  /**
   * From arming to the decision, without the time of the operator and of the changes themselves.
   */
  public Duration total() {
    return parts.stream().map(ForecastPhase::length).reduce(Duration.ZERO, Duration::plus);
  }

  /** Whether the run fits into the deadline; yes where nothing was measured. */
  public boolean fits() {
    return !isMeasured || total().compareTo(deadline) <= 0;
  }

  /** The parts, and what they are computed from. */
  public String text() {
    return parts.stream()
            .filter(forecastPhase -> !forecastPhase.length().isZero())
            .map(forecastPhase -> forecastPhase.name() + " " + seconds(forecastPhase.length()))
            .collect(Collectors.joining(", "))
        + " (measured: "
        + basis
        + ")";
  }

  /** Why the run does not fit, with the figures, and what to do. */
  public String refusal() {
    return "the deadline of %s cannot hold this run on %d nodes: it takes about %s, without the time"
            .formatted(seconds(deadline), nodes, seconds(total()))
        + " that the change itself and the operator take: "
        + text()
        + ". Let the plan ask for a longer deadline, as far as the inventory allows one, or change"
        + " fewer nodes in one plan";
  }

  /** A length for a message, to a tenth of a second where it is short. */
  public static String seconds(Duration length) {
    double seconds = length.toMillis() / 1000.0;
    return seconds < 10
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : MessageText.length(length);
  }
}
