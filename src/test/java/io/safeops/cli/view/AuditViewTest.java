package io.safeops.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding;
import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditReport.Extent;
import io.safeops.audit.Head;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What people and programs read of an audit. */
class AuditViewTest {

  private static final String DIGEST = "ab".repeat(32);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Output output = new Output(new PrintWriter(out, true), new PrintWriter(err, true));

  private static AuditReport report(boolean isChanged, boolean isWhole, AuditFinding... findings) {
    return new AuditReport(
        "r1",
        List.of(findings),
        findings.length,
        isChanged,
        isWhole,
        List.of(
            new Extent("journal.jsonl", 24, 24, List.of("n0", "n1")),
            new Extent("n1: log", 16, 13, List.of("the journal")),
            new Extent("n2: log", 1, 0, List.of())),
        Optional.of(new Head("r1", 23, DIGEST, "ended", Instant.parse("2026-01-02T03:04:05Z"))),
        List.of("n0", "n1"));
  }

  private static AuditFinding changed() {
    return new AuditFinding(Kind.CHANGED, "n1: log", 12, "line 12 was changed: \u001b[2Jits text");
  }

  @Test
  void peopleReadSentences() {
    new AuditView.Text(output).report(report(true, false, changed()));
    assertThat(out.toString().lines())
        .containsExactly(
            "run r1: something was changed",
            "  CHANGED n1: log:12: line 12 was changed: \uFFFD[2Jits text",
            "  1 more findings are not shown",
            "  journal.jsonl: 24 lines, all seen elsewhere by n0, n1",
            "  n1: log: 16 lines, 13 of them seen elsewhere by the journal",
            "  n2: log: 1 line, 0 of them seen elsewhere",
            "  last head: line 24 (ended, 2026-01-02T03:04:05Z) " + DIGEST + " on n0, n1");
  }

  @Test
  void theVerdictComesFirst() {
    AuditView text = new AuditView.Text(output);
    text.report(report(false, true));
    text.report(report(false, false));
    text.none();
    text.silent(List.of("n2"));
    assertThat(out.toString())
        .contains(
            "run r1: nothing was changed\n",
            "run r1: nothing is known to be changed, but not all could be verified\n",
            "there is no run to verify\n");
    assertThat(err.toString()).startsWith("n2: no answer; ");
  }

  @Test
  void programsReadOneObjectForEachRun() {
    AuditView json = new AuditView.Json(output);
    json.report(report(true, false, changed()));
    json.report(report(false, true));
    json.none();
    assertThat(out.toString().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"run\":\"r1\",\"verdict\":"));
    assertThat(out.toString())
        .contains(
            "\"verdict\":\"changed\",\"findings\":[{\"kind\":\"CHANGED\",\"place\":\"n1: log\","
                + "\"line\":12,",
            "\"verdict\":\"unchanged\",\"findings\":[],\"more\":0,",
            "{\"place\":\"n2: log\",\"lines\":1,\"witnessed\":0,\"by\":[]}",
            "\"head\":{\"line\":24,\"digest\":\"" + DIGEST + "\",\"phase\":\"ended\",");
  }
}
