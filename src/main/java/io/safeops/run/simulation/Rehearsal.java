package io.safeops.run.simulation;

import io.safeops.action.CheckExpectation;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The whole run of a plan, as its review says, with simulated guards and a simulated clock: the
 * code of a run, and no node. Facts that a step is expected to bring come as they are predicted.
 * What needs packets is not rehearsed.
 *
 * @param what how this run is ended, or what goes wrong in it
 * @param exit the exit status that the run would have
 * @param text how it ended
 * @param took from its start to its end
 * @param moments what happened, in order
 */
public record Rehearsal(String what, int exit, String text, Duration took, List<Moment> moments) {

  /**
   * Something that happened.
   *
   * @param at since the start of the run
   */
  public record Moment(Duration at, String text) {

    /** With the time, as {@code 0:07.5 step-1 begins}. */
    public String line() {
      return "%d:%04.1f  %s".formatted(at.toMinutes(), at.toMillis() % 60_000 / 1000.0, text);
    }
  }

  public Rehearsal {
    moments = List.copyOf(moments);
  }

  /** How long it took, as {@code 0:34}. */
  public String length() {
    return String.format(Locale.ROOT, "%d:%02d", took.toMinutes(), took.toSecondsPart());
  }

  /**
   * Every end that a run can come to by the operator: the code is typed, a rollback after each
   * step, and nobody types the code.
   */
  public static List<Rehearsal> ofEveryEnd(Review review) {
    List<Rehearsal> all = new ArrayList<>();
    all.add(new RehearsedRun(review).confirmed());
    for (StepReview step : review.steps()) {
      all.add(new RehearsedRun(review).rolledBackAfter(step.id()));
    }
    all.add(new RehearsedRun(review).unanswered());
    return all;
  }

  /** A run in which something goes wrong; the operator types the code if it is asked for. */
  public static Rehearsal of(Review review, RehearsalFault fault) {
    return new RehearsedRun(review).with(fault);
  }

  /** How many expectations of a plan need packets, so that no rehearsal has them. */
  public static long notRehearsed(Review review) {
    return review.steps().stream()
        .flatMap(step -> step.operation().expect().stream())
        .filter(CheckExpectation.class::isInstance)
        .count();
  }
}
