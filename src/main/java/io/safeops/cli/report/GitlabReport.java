package io.safeops.cli.report;

import io.safeops.cli.view.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Code Quality of GitLab: a list of issues (its documentation, "Code Quality report format"). */
final class GitlabReport implements ReportWriter {

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    FindingNumbers numbers = new FindingNumbers();
    List<Object> issues = new ArrayList<>();
    for (Finding finding : report.findings()) {
      Map<String, Object> issue = new LinkedHashMap<>();
      issue.put("description", finding.rule() + ": " + finding.text());
      issue.put("check_name", finding.rule());
      issue.put("fingerprint", numbers.unique(finding));
      issue.put("severity", severity(finding));
      issue.put(
          "location",
          Json.object(
              "path",
              PlanUri.path(finding.plan()),
              "lines",
              Json.object("begin", finding.line()),
              "positions",
              Json.object(
                  "begin", Json.object("line", finding.line(), "column", finding.column()))));
      issues.add(issue);
    }
    out.println(Json.line(issues));
  }

  private static String severity(Finding finding) {
    return switch (finding.level()) {
      case ERROR -> "blocker";
      case WARNING -> "minor";
      case NOTE -> "info";
    };
  }
}
