package io.safeops.cli.view;

import io.safeops.audit.AuditFinding;
import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditReport.Extent;
import io.safeops.audit.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Shows what the evidence of runs shows: {@code audit verify}.
 *
 * <p>JSON: an object for each run, {@code {"run", "verdict", "findings", "more", "files"}} and, if
 * a node has one, the last {@code head}. The verdict is {@code unchanged}, {@code changed} or
 * {@code unverified}. A finding has {@code kind}, {@code place}, {@code line} (0 for the whole
 * file) and {@code text}; a file has {@code place}, {@code lines}, {@code witnessed} and {@code
 * by}.
 */
public sealed interface AuditView {

  static AuditView of(Format format) {
    return format.choose(Text::new, Json::new);
  }

  /** One run. */
  void report(AuditReport report);

  /** There is no run to verify. */
  void none();

  /** Nodes that were asked which runs they know, and did not answer. */
  default void silent(List<String> nodes) {
    output()
        .remark(
            String.join(", ", nodes) + ": no answer; there may be runs that only these nodes know");
  }

  Output output();

  /** For people. */
  record Text(Output output) implements AuditView {
    @Override
    public void report(AuditReport report) {
      output.line("run " + report.run() + ": " + verdict(report));
      for (AuditFinding finding : report.findings()) {
        output.line("  " + finding.kind() + " " + finding.where() + ": " + finding.text());
      }
      if (report.more() > 0) {
        output.line("  " + report.more() + " more findings are not shown");
      }
      report.extents().forEach(extent -> output.line("  " + extent(extent)));
      report.lastHead().ifPresent(head -> output.line("  " + head(head, report.headNodes())));
    }

    private static String verdict(AuditReport report) {
      if (report.isChanged()) {
        return "something was changed";
      }
      return report.isWhole()
          ? "nothing was changed"
          : "nothing is known to be changed, but not all could be verified";
    }

    private static String extent(Extent extent) {
      String lines = extent.lines() == 1 ? "1 line" : extent.lines() + " lines";
      String by = extent.by().isEmpty() ? "" : " by " + some(extent.by());
      return extent.place()
          + ": "
          + lines
          + (extent.witnessed() == extent.lines() && extent.lines() > 0
              ? ", all seen elsewhere" + by
              : ", " + extent.witnessed() + " of them seen elsewhere" + by);
    }

    private static String head(Head head, List<String> nodes) {
      return "last head: line "
          + head.line()
          + " ("
          + head.phase()
          + ", "
          + head.at()
          + ") "
          + head.digest()
          + " on "
          + some(nodes);
    }

    private static String some(List<String> names) {
      int shown = 5;
      return String.join(", ", names.subList(0, Math.min(shown, names.size())))
          + (names.size() > shown ? " and " + (names.size() - shown) + " more" : "");
    }

    @Override
    public void none() {
      output.line("there is no run to verify");
    }
  }

  /** For programs. */
  record Json(Output output) implements AuditView {
    @Override
    public void report(AuditReport report) {
      List<Map<String, Object>> findings = new ArrayList<>();
      for (AuditFinding finding : report.findings()) {
        findings.add(
            io.safeops.cli.view.Json.object(
                "kind",
                finding.kind().name(),
                "place",
                finding.place(),
                "line",
                finding.line(),
                "text",
                finding.text()));
      }
      List<Map<String, Object>> files = new ArrayList<>();
      for (Extent extent : report.extents()) {
        files.add(
            io.safeops.cli.view.Json.object(
                "place",
                extent.place(),
                "lines",
                extent.lines(),
                "witnessed",
                extent.witnessed(),
                "by",
                extent.by()));
      }
      Map<String, Object> all =
          io.safeops.cli.view.Json.object(
              "run",
              report.run(),
              "verdict",
              report.isChanged() ? "changed" : report.isWhole() ? "unchanged" : "unverified",
              "findings",
              findings,
              "more",
              report.more(),
              "files",
              files);
      report.lastHead().ifPresent(head -> all.put("head", head(head, report.headNodes())));
      output.json(all);
    }

    private static Map<String, Object> head(Head head, List<String> nodes) {
      return io.safeops.cli.view.Json.object(
          "line",
          head.line(),
          "digest",
          head.digest(),
          "phase",
          head.phase(),
          "at",
          head.at().toString(),
          "nodes",
          nodes);
    }

    /** A program reads no line then. */
    @Override
    public void none() {
      output.remark("there is no run to verify");
    }
  }
}
