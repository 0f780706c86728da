package io.safeops.cli.report;

import io.safeops.cli.report.PlanReport.NotReviewed;
import io.safeops.cli.report.PlanReport.Reviewed;
import io.safeops.cli.view.ReviewView;
import java.io.PrintWriter;

/**
 * For people at a terminal. Several plans have a table at the end.
 *
 * @param withProblems whether it says why a plan could not be read; if not, standard error does
 */
record TextReport(ReportOptions options, boolean withProblems, ReviewView.Reader reader)
    implements ReportWriter {

  /** On standard output. */
  static TextReport shown(ReportOptions options) {
    boolean isShort = System.console() != null && !options.explain();
    return new TextReport(
        options, false, isShort ? ReviewView.Reader.SCREEN : ReviewView.Reader.FILE);
  }

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    boolean many = report.plans().size() > 1;
    for (PlanReport plan : report.plans()) {
      if (many) {
        out.println("== " + plan.file());
      }
      if (plan instanceof Reviewed reviewed) {
        ReviewView.text(
            reviewed.review(),
            reviewed.forecast(),
            reviewed.changes(),
            out,
            report.inventory(),
            reader);
        RehearsalText.of(reviewed.review(), reviewed.rehearsals()).forEach(out::println);
        if (options.explain()) {
          RuleTable.of(reviewed.review(), report.rules()).lines().forEach(out::println);
        }
      } else if (plan instanceof NotReviewed not) {
        if (withProblems) {
          not.problems().forEach(out::println);
        }
        out.println(not.verdict() + ": nothing was touched");
      }
      if (many) {
        out.println();
      }
    }
    if (many) {
      table(report, out);
    }
    report.notices().forEach(notice -> out.println("note: " + notice));
  }

  private static void table(ReviewReport report, PrintWriter out) {
    int width = report.plans().stream().mapToInt(plan -> plan.file().length()).max().orElse(0);
    String row = "%-" + Math.min(60, width) + "s  %-10s %s";
    for (PlanReport plan : report.plans()) {
      String rules =
          String.join(
              ", ",
              report.findings(plan).stream()
                  .filter(each -> each.level() == Finding.Level.ERROR)
                  .map(Finding::rule)
                  .distinct()
                  .toList());
      out.println(row.formatted(plan.file(), plan.verdict(), rules).stripTrailing());
    }
    long good = report.plans().stream().filter(plan -> plan.exit() == 0).count();
    out.println(good + " of " + report.plans().size() + " plans pass, nothing was touched");
  }
}
