package io.safeops.cli.report;

import io.safeops.cli.view.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reviewdog's diagnostic format (rdjson: one {@code DiagnosticResult} of its protocol). */
final class RdjsonReport implements ReportWriter {

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("source", Json.object("name", "safeops"));
    all.put("severity", report.exit() == 0 ? "INFO" : "ERROR");
    List<Finding> findings = report.findings();
    all.put("diagnostics", findings.stream().map(RdjsonReport::diagnostic).toList());
    out.println(Json.line(all));
  }

  private static Map<String, Object> diagnostic(Finding finding) {
    Map<String, Object> diagnostic = new LinkedHashMap<>();
    diagnostic.put("message", finding.text());
    Map<String, Object> location = new LinkedHashMap<>();
    location.put("path", PlanUri.path(finding.plan()));
    location.put(
        "range",
        Json.object("start", Json.object("line", finding.line(), "column", finding.column())));
    diagnostic.put("location", location);
    diagnostic.put(
        "severity",
        finding.level() == Finding.Level.NOTE
            ? "INFO"
            : finding.level().name().toUpperCase(Locale.ROOT));
    diagnostic.put("code", Json.object("value", finding.rule()));
    return diagnostic;
  }
}
