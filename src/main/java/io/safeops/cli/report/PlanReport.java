package io.safeops.cli.report;

import io.safeops.cli.view.Exit;
import io.safeops.cli.view.StepChanges;
import io.safeops.document.Problem;
import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import io.safeops.run.simulation.Rehearsal;
import java.util.List;

/** What the review of one plan came to. */
public sealed interface PlanReport {

  /** The plan file, or the name of a playbook, as it was named. */
  String file();

  /** The name in the plan; the file where it could not be read. */
  String name();

  /** In one word for a table. */
  String verdict();

  /** The exit status of {@code safeops review} for this plan alone. */
  int exit();

  /**
   * The plan was reviewed.
   *
   * @param changes what each step makes of the cluster, as it is predicted
   * @param rehearsals of its run; none if it was not rehearsed
   */
  record Reviewed(
      String file,
      Review review,
      Forecast forecast,
      List<StepChanges> changes,
      List<Rehearsal> rehearsals)
      implements PlanReport {

    public Reviewed {
      changes = List.copyOf(changes);
      rehearsals = List.copyOf(rehearsals);
    }

    public static Reviewed of(
        String file, Review review, Forecast forecast, List<Rehearsal> rehearsals) {
      return new Reviewed(
          file, review.withoutPredictions(), forecast, StepChanges.of(review), rehearsals);
    }

    @Override
    public String name() {
      return review.plan().name();
    }

    @Override
    public String verdict() {
      return passes() ? "passes" : "refused";
    }

    @Override
    public int exit() {
      return passes() ? Exit.OK : Exit.REFUSED;
    }

    public boolean passes() {
      return review.passes() && forecast.fits();
    }
  }

  /**
   * The plan could not be reviewed.
   *
   * @param problems why, at least one
   */
  record NotReviewed(String file, Reason reason, List<Problem> problems) implements PlanReport {

    /** Why it could not. */
    public enum Reason {
      /** The file does not load, or parameters lack values. */
      UNREADABLE("unreadable", "plan/readable", Exit.BAD_INPUT),
      /** A step cannot be done on this cluster. */
      IMPOSSIBLE("impossible", "plan/possible", Exit.REFUSED),
      /** Facts that it needs were not read. */
      UNKNOWN("unknown", "facts/read", Exit.NOT_STARTED);

      private final String word;
      private final String rule;
      private final int exit;

      Reason(String word, String rule, int exit) {
        this.word = word;
        this.rule = rule;
        this.exit = exit;
      }

      String rule() {
        return rule;
      }
    }

    public NotReviewed {
      problems = List.copyOf(problems);
    }

    @Override
    public String name() {
      return file;
    }

    @Override
    public String verdict() {
      return reason.word;
    }

    @Override
    public int exit() {
      return reason.exit;
    }
  }
}
