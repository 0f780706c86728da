package io.safeops.cli.report;

import io.safeops.cli.report.PlanReport.NotReviewed;
import io.safeops.cli.report.PlanReport.Reviewed;
import io.safeops.cli.report.ReviewReport.FactsSource;
import io.safeops.cli.view.Json;
import io.safeops.cli.view.ReviewJson;
import io.safeops.cli.view.StepChanges;
import io.safeops.document.Problem;
import io.safeops.document.WrittenObject;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.review.ReviewedState;
import io.safeops.run.simulation.Rehearsal;
import io.safeops.schema.ReviewSchema;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/** Everything that is known, for programs: one object. {@link ReviewSchema} describes its keys. */
final class JsonReport implements ReportWriter {

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    out.println(Json.line(object(report)));
  }

  static Map<String, Object> object(ReviewReport report) {
    return WrittenObject.by(ReviewSchema.REPORT)
        .with("format", ReviewSchema.FORMAT)
        .with("exit", report.exit())
        .with("facts", facts(report.source()))
        .with("notices", report.notices())
        .with("plans", report.plans().stream().map(plan -> plan(plan, report)).toList())
        .done();
  }

  private static Map<String, Object> facts(FactsSource source) {
    return WrittenObject.by(ReviewSchema.FACTS)
        .with("file", source.file().orElse(""))
        .with("collectedAt", source.collectedAt())
        .with("nodes", source.nodes())
        .with("digest", source.digest())
        .done();
  }

  private static Map<String, Object> plan(PlanReport plan, ReviewReport report) {
    WrittenObject all =
        WrittenObject.by(ReviewSchema.PLAN)
            .with("file", plan.file())
            .with("verdict", plan.verdict())
            .with("exit", plan.exit());
    if (plan instanceof Reviewed reviewed) {
      all.with("parameters", reviewed.review().plan().shownParams())
          .with("review", ReviewJson.of(reviewed.review(), reviewed.forecast(), report.inventory()))
          .with("state", ReviewedState.of(reviewed.review(), report.rules()).digests())
          .with("changes", reviewed.changes().stream().map(JsonReport::changes).toList());
      if (!reviewed.rehearsals().isEmpty()) {
        all.with("rehearsals", reviewed.rehearsals().stream().map(JsonReport::rehearsal).toList());
      }
    } else if (plan instanceof NotReviewed not) {
      all.with("problems", not.problems().stream().map(JsonReport::problem).toList());
    }
    return all.with("findings", report.findings(plan).stream().map(JsonReport::finding).toList())
        .done();
  }

  private static Map<String, Object> changes(StepChanges changes) {
    return WrittenObject.by(ReviewSchema.CHANGES)
        .with("step", changes.step())
        .with("objects", changes.objects().stream().map(JsonReport::object).toList())
        .done();
  }

  private static Map<String, Object> object(ChangedObject changed) {
    WrittenObject object =
        WrittenObject.by(ReviewSchema.CHANGED_OBJECT)
            .with("change", String.valueOf(changed.kind().sign()))
            .with("name", changed.name());
    if (!changed.fields().isEmpty()) {
      object.with("fields", changed.fields().stream().map(JsonReport::field).toList());
    }
    return object.done();
  }

  private static Map<String, Object> field(ChangedObject.ChangedField changed) {
    return WrittenObject.by(ReviewSchema.CHANGED_FIELD)
        .with("name", changed.name())
        .with("before", changed.before())
        .with("after", changed.after())
        .done();
  }

  private static Map<String, Object> rehearsal(Rehearsal rehearsal) {
    return WrittenObject.by(ReviewSchema.REHEARSAL)
        .with("what", rehearsal.what())
        .with("exit", rehearsal.exit())
        .with("text", rehearsal.text())
        .with("seconds", rehearsal.took().toMillis() / 1000.0)
        .with("moments", rehearsal.moments().stream().map(JsonReport::moment).toList())
        .done();
  }

  private static Map<String, Object> moment(Rehearsal.Moment moment) {
    return WrittenObject.by(ReviewSchema.MOMENT)
        .with("seconds", moment.at().toMillis() / 1000.0)
        .with("text", moment.text())
        .done();
  }

  private static Map<String, Object> problem(Problem problem) {
    return WrittenObject.by(ReviewSchema.PROBLEM)
        .with("file", problem.at().file())
        .with("line", problem.at().line())
        .with("column", problem.at().column())
        .with("message", problem.message())
        .done();
  }

  private static Map<String, Object> finding(Finding finding) {
    return WrittenObject.by(ReviewSchema.FINDING)
        .with("level", finding.level().word())
        .with("rule", finding.rule())
        .with("file", finding.at().file())
        .with("line", finding.at().line())
        .with("column", finding.at().column())
        .with("step", finding.step())
        .with("message", finding.message())
        .with("because", finding.because())
        .with("remedies", List.copyOf(finding.remedies()))
        .with("fingerprint", finding.fingerprint())
        .done();
  }
}
