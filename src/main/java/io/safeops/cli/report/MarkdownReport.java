package io.safeops.cli.report;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.cli.report.CommentSections.Weight;
import io.safeops.cli.report.Finding.Level;
import io.safeops.cli.report.PlanReport.Reviewed;
import io.safeops.cli.terminal.PlainWriter;
import io.safeops.cli.view.ReviewView;
import io.safeops.cli.view.StepChanges;
import io.safeops.document.Printable;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.paths.verdict.PathCut;
import io.safeops.review.GuardPlan;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A comment for a pull request. A table says first which plan does what; what a reader may want to
 * look into is folded. The first line is a mark that no reader sees, by which a bot finds its
 * comment again.
 */
record MarkdownReport(ReportOptions options) implements ReportWriter {

  /** The first line of every comment. */
  static final String MARK = "<!-- safeops review -->";

  /** A message that names every port of a large cluster is no help beyond that. */
  private static final int MOST_OF_MESSAGE = 2_000;

  /** Lines of a diff that a reviewer reads; the JSON form has all. */
  private static final int MOST_LINES = 200;

  /** Rows of the table: with its longest cells it stays below half of a comment. */
  private static final int MOST_ROWS = 40;

  /** Paths that are named in a cell. */
  private static final int MOST_ENDS = 4;

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    CommentSections sections = new CommentSections();
    sections.add(Weight.SUMMARY, summary(report));
    for (PlanReport plan : report.plans()) {
      plan(plan, report, sections);
    }
    out.print(sections.within(options.mostCharacters()));
  }

  private static String summary(ReviewReport report) {
    StringBuilder text = new StringBuilder(MARK).append('\n');
    long good = report.plans().stream().filter(plan -> plan.exit() == 0).count();
    text.append("## safeops review: ")
        .append(good)
        .append(" of ")
        .append(report.plans().size())
        .append(report.plans().size() == 1 ? " plan passes" : " plans pass")
        .append("\n\n| plan | verdict | steps | nodes | changes | paths cut | why |\n")
        .append("| --- | --- | --- | --- | --- | --- | --- |\n");
    // Refused plans first: those are why somebody reads this.
    List<PlanReport> ordered = new ArrayList<>(report.plans());
    ordered.sort(Comparator.comparing(plan -> plan.exit() == 0));
    ordered.stream().limit(MOST_ROWS).forEach(plan -> text.append(row(plan, report)));
    text.append('\n');
    if (ordered.size() > MOST_ROWS) {
      text.append("and ")
          .append(ordered.size() - MOST_ROWS)
          .append(" more plans (the table shows ")
          .append(MOST_ROWS)
          .append(", refused ones first)\n\n");
    }
    text.append("Facts of ")
        .append(report.source().nodes())
        .append(" nodes, read at ")
        .append(Markdown.text(report.source().collectedAt()))
        .append(", digest ")
        .append(Markdown.text(Markdown.start(report.source().digest())))
        .append(". Nothing was touched.\n");
    report
        .notices()
        .forEach(notice -> text.append("\n> **Note** ").append(Markdown.cell(notice)).append('\n'));
    return text.toString();
  }

  private static String row(PlanReport plan, ReviewReport report) {
    List<String> cells = new ArrayList<>();
    cells.add(Markdown.cell(PlanUri.path(plan.file())));
    cells.add(plan.exit() == 0 ? plan.verdict() : "**" + plan.verdict() + "**");
    if (plan instanceof Reviewed reviewed) {
      Review review = reviewed.review();
      cells.add(String.valueOf(review.steps().size()));
      cells.add(Markdown.cell(nodes(review.guardPlan())));
      cells.add(StepChanges.count(reviewed.changes()));
      cells.add(Markdown.cell(cut(review)));
    } else {
      cells.addAll(List.of("", "", "", ""));
    }
    cells.add(Markdown.cell(why(report.findings(plan))));
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String nodes(GuardPlan guardPlan) {
    return String.join(", ", guardPlan.nodes().stream().map(GuardPlan.Guarded::name).toList());
  }

  private static String cut(Review review) {
    long paths = review.cuts().stream().filter(PathCut::isLasting).mapToLong(PathCut::paths).sum();
    List<String> ends =
        review.cuts().stream()
            .filter(PathCut::isLasting)
            .flatMap(each -> each.ends().stream())
            .distinct()
            .limit(MOST_ENDS)
            .toList();
    return paths == 0 ? "none" : paths + ": " + String.join(", ", ends);
  }

  private static String why(List<Finding> findings) {
    return String.join(
        ", ",
        findings.stream()
            .filter(each -> each.level() == Level.ERROR)
            .map(
                each ->
                    each.rule() + (each.at().line() > 0 ? " (line " + each.at().line() + ")" : ""))
            .distinct()
            .toList());
  }

  private void plan(PlanReport plan, ReviewReport report, CommentSections sections) {
    List<Finding> findings = report.findings(plan);
    StringBuilder refusals = new StringBuilder();
    refusals
        .append("\n### ")
        .append(Markdown.cell(plan.name()))
        .append(": ")
        .append(plan.verdict())
        .append("\n\n");
    findings.stream()
        .filter(each -> each.level() == Level.ERROR)
        .forEach(each -> refusals.append(finding(each)));
    sections.add(Weight.REFUSAL, refusals.toString());
    StringBuilder remarks = new StringBuilder();
    findings.stream()
        .filter(each -> each.level() != Level.ERROR)
        .forEach(each -> remarks.append(finding(each)));
    sections.add(Weight.REMARK, remarks.isEmpty() ? "" : remarks + "\n");
    if (plan instanceof Reviewed reviewed) {
      reviewed(reviewed, report, sections);
    }
  }

  private static String finding(Finding finding) {
    StringBuilder text = new StringBuilder("- ");
    text.append(finding.level() == Level.ERROR ? "**refused**" : finding.level().word())
        .append(" by ")
        .append(Markdown.cell(finding.rule()))
        .append(" (")
        .append(Markdown.cell(place(finding)))
        .append("): ")
        .append(Markdown.text(Markdown.shortened(finding.text(), MOST_OF_MESSAGE)))
        .append('\n');
    finding
        .remedies()
        .forEach(
            remedy ->
                text.append("  - instead: ")
                    .append(Markdown.text(Markdown.shortened(remedy, MOST_OF_MESSAGE)))
                    .append('\n'));
    return text.toString();
  }

  private static String place(Finding finding) {
    String line =
        finding.at().line() > 0
            ? "line " + finding.at().line() + " column " + finding.at().column()
            : "the plan";
    return finding.step().isEmpty() ? line : finding.step() + ", " + line;
  }

  private void reviewed(Reviewed plan, ReviewReport report, CommentSections sections) {
    Review review = plan.review();
    sections.add(
        Weight.STEPS,
        Markdown.folded(
            review.steps().size() + " steps, and how they are guarded",
            Markdown.fenced("text", steps(plan))));
    List<StepChanges> changes = plan.changes();
    String diff = diff(changes);
    sections.add(
        Weight.CHANGES,
        diff.isEmpty()
            ? ""
            : Markdown.folded(
                "what changes, as predicted: " + StepChanges.count(changes),
                Markdown.fenced("diff", diff)));
    List<String> rehearsal = RehearsalText.of(review, plan.rehearsals());
    StringBuilder rehearsed = new StringBuilder();
    rehearsal.forEach(line -> line(line, rehearsed));
    sections.add(
        Weight.CHANGES,
        rehearsal.isEmpty()
            ? ""
            : Markdown.folded("rehearsal", Markdown.fenced("text", rehearsed.toString())));
    String picture = Mermaid.of(changes, review.cuts());
    sections.add(
        Weight.PICTURE,
        picture.isEmpty()
            ? ""
            : Markdown.folded("the same as a picture", Markdown.fenced("mermaid", picture)));
    if (options.explain()) {
      sections.add(
          Weight.RULES,
          Markdown.folded(
              "every rule", Markdown.fenced("text", RuleTable.of(review, report.rules()))));
    }
  }

  private static String steps(Reviewed plan) {
    StringBuilder text = new StringBuilder();
    for (StepReview step : plan.review().steps()) {
      text.append(step.id())
          .append("  ")
          .append(step.action().name())
          .append(step.operation().nodes().isEmpty() ? "" : "  on ")
          .append(String.join(", ", step.operation().nodes()))
          .append('\n');
      step.title().lines().forEach(line -> line("  $ " + line, text));
      step.operation().expect().forEach(each -> line("  expect " + where(each), text));
      step.operation().irreversible().ifPresent(why -> line("  cannot be undone: " + why, text));
    }
    ByteArrayOutputStream guarding = new ByteArrayOutputStream();
    PrintWriter out = PlainWriter.to(guarding);
    ReviewView.guarding(plan.review(), plan.forecast(), out);
    out.flush();
    guarding.toString(StandardCharsets.UTF_8).lines().forEach(line -> line(line.strip(), text));
    return text.toString();
  }

  private static String where(Expectation expectation) {
    return expectation instanceof CheckExpectation check
        ? check.node() + ": " + check.description()
        : expectation.description();
  }

  private static void line(String line, StringBuilder text) {
    text.append(Printable.line(Markdown.shortened(line, MOST_OF_MESSAGE))).append('\n');
  }

  /** As a diff, which forges colour: the sign is the first character of a line. */
  private static String diff(List<StepChanges> changes) {
    List<String> lines = new ArrayList<>();
    for (StepChanges step : changes) {
      if (step.objects().isEmpty()) {
        continue;
      }
      lines.add("@@ " + step.step() + ": " + step.count() + " @@");
      for (ChangedObject object : step.objects()) {
        lines.add(
            (object.kind() == ChangedObject.Kind.ALTERED ? "!" : object.kind().sign())
                + " "
                + object.name());
        object.fields().forEach(field -> lines.add("    " + field.text()));
      }
    }
    StringBuilder text = new StringBuilder();
    lines.stream().limit(MOST_LINES).forEach(line -> line(line, text));
    if (lines.size() > MOST_LINES) {
      text.append("... and ").append(lines.size() - MOST_LINES).append(" more lines\n");
    }
    return text.toString();
  }
}
