package io.safeops.cli.report;

import io.safeops.cli.report.PlanReport.NotReviewed;
import io.safeops.cli.report.PlanReport.Reviewed;
import io.safeops.cli.view.Json;
import io.safeops.cli.view.ReviewJson;
import io.safeops.cli.view.StepChanges;
import io.safeops.document.Problem;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.review.ReviewedState;
import io.safeops.run.simulation.Rehearsal;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that is known, for programs: one object.
 *
 * <p>{@code format} is {@value #FORMAT}; {@code exit}, the status of the command; {@code facts},
 * where they come from; {@code notices}; {@code plans}, each with {@code file}, {@code verdict},
 * {@code exit} and {@code findings}. A plan that was reviewed has {@code review} (see {@link
 * io.safeops.cli.view.ReviewView}), {@code parameters} and {@code changes}, one entry for each step
 * with the objects that it changes, {@code rehearsals} if it was rehearsed, and {@code state}, the
 * digests by which {@code apply --reviewed} sees what has changed since. One that was not has
 * {@code problems}.
 */
final class JsonReport implements ReportWriter {

  /** Changes when a key gets another meaning or goes; new keys may come at any time. */
  static final String FORMAT = "safeops.review/1";

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    out.println(Json.line(object(report)));
  }

  static Map<String, Object> object(ReviewReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("format", FORMAT);
    all.put("exit", report.exit());
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("file", report.source().file().orElse(""));
    facts.put("collectedAt", report.source().collectedAt());
    facts.put("nodes", report.source().nodes());
    facts.put("digest", report.source().digest());
    all.put("facts", facts);
    all.put("notices", report.notices());
    all.put("plans", report.plans().stream().map(plan -> plan(plan, report)).toList());
    return all;
  }

  private static Map<String, Object> plan(PlanReport plan, ReviewReport report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("file", plan.file());
    all.put("verdict", plan.verdict());
    all.put("exit", plan.exit());
    if (plan instanceof Reviewed reviewed) {
      all.put("parameters", reviewed.review().plan().shownParams());
      all.put("review", ReviewJson.of(reviewed.review(), reviewed.forecast(), report.inventory()));
      all.put("state", ReviewedState.of(reviewed.review(), report.rules()).digests());
      all.put("changes", reviewed.changes().stream().map(JsonReport::changes).toList());
      if (!reviewed.rehearsals().isEmpty()) {
        all.put("rehearsals", reviewed.rehearsals().stream().map(JsonReport::rehearsal).toList());
      }
    } else if (plan instanceof NotReviewed not) {
      all.put("problems", not.problems().stream().map(JsonReport::problem).toList());
    }
    all.put("findings", report.findings(plan).stream().map(JsonReport::finding).toList());
    return all;
  }

  private static Map<String, Object> changes(StepChanges changes) {
    return Json.object(
        "step",
        changes.step(),
        "objects",
        changes.objects().stream().map(JsonReport::object).toList());
  }

  private static Map<String, Object> object(ChangedObject changed) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("change", String.valueOf(changed.kind().sign()));
    object.put("name", changed.name());
    if (!changed.fields().isEmpty()) {
      object.put("fields", changed.fields().stream().map(JsonReport::field).toList());
    }
    return object;
  }

  private static Map<String, Object> field(ChangedObject.ChangedField changed) {
    Map<String, Object> field = new LinkedHashMap<>();
    field.put("name", changed.name());
    field.put("before", changed.before());
    field.put("after", changed.after());
    return field;
  }

  private static Map<String, Object> rehearsal(Rehearsal rehearsal) {
    return Json.object(
        "what",
        rehearsal.what(),
        "exit",
        rehearsal.exit(),
        "text",
        rehearsal.text(),
        "seconds",
        rehearsal.took().toMillis() / 1000.0,
        "moments",
        rehearsal.moments().stream()
            .map(
                moment ->
                    Json.object("seconds", moment.at().toMillis() / 1000.0, "text", moment.text()))
            .toList());
  }

  private static Map<String, Object> problem(Problem problem) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("file", problem.at().file());
    line.put("line", problem.at().line());
    line.put("column", problem.at().column());
    line.put("message", problem.message());
    return line;
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("level", finding.level().word());
    line.put("rule", finding.rule());
    line.put("file", finding.at().file());
    line.put("line", finding.at().line());
    line.put("column", finding.at().column());
    line.put("step", finding.step());
    line.put("message", finding.message());
    line.put("because", finding.because());
    line.put("remedies", List.copyOf(finding.remedies()));
    line.put("fingerprint", finding.fingerprint());
    return line;
  }
}
