package io.safeops.cli.report;

import io.safeops.cli.report.Finding.Level;
import java.io.PrintWriter;
import java.util.List;

/**
 * Workflow commands of GitHub Actions. The runner turns them into annotations (its documentation,
 * "Workflow commands", gives the form and the escapes).
 */
final class GithubReport implements ReportWriter {

  /** GitHub shows ten annotations of each level for a step (its documentation on annotations). */
  private static final int MOST = 10;

  @Override
  public void write(ReviewReport report, PrintWriter out) {
    List<Finding> all = report.findings();
    StringBuilder rest = new StringBuilder();
    for (Level level : Level.values()) {
      List<Finding> some = all.stream().filter(each -> each.level() == level).toList();
      some.stream().limit(MOST).forEach(finding -> out.println(line(finding)));
      if (some.size() > MOST) {
        rest.append(rest.isEmpty() ? "" : ", ")
            .append(some.size() - MOST)
            .append(" more of level ")
            .append(level.word());
      }
    }
    if (!rest.isEmpty()) {
      out.println(
          "::notice title=safeops::"
              + data("not shown, because GitHub shows ten annotations of each level: " + rest));
    }
    report.notices().forEach(notice -> out.println("::warning title=safeops::" + data(notice)));
  }

  private static String line(Finding finding) {
    String command = finding.level() == Level.NOTE ? "notice" : finding.level().word();
    return "::"
        + command
        + " file="
        + property(PlanUri.path(finding.plan()))
        + ",line="
        + finding.line()
        + ",col="
        + finding.column()
        + ",title="
        + property(finding.rule())
        + "::"
        + data(text(finding));
  }

  private static String text(Finding finding) {
    return finding.remedies().isEmpty()
        ? finding.text()
        : finding.text() + "\ninstead: " + String.join("\ninstead: ", finding.remedies());
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
