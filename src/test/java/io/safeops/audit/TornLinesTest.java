package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.document.Sha256;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A crash or a full disk may cut a line of a guard's log short; the chain goes on after it. */
class TornLinesTest {

  private final HonestRun run = HonestRun.confirmed("r1", 3);
  private final List<String> log = run.logs.get("n1");

  private static AuditReport report(String content) {
    return AuditVerification.of(
        new RunEvidence(
            "r1",
            java.util.Optional.empty(),
            java.util.Optional.empty(),
            List.of(
                new NodeEvidence(
                    "n1",
                    java.util.Optional.of(EvidenceFile.of("log", content.getBytes(ISO_8859_1))),
                    java.util.Optional.empty(),
                    List.of(),
                    java.util.Optional.empty(),
                    java.util.Optional.empty())),
            false,
            List.of()),
        HeadCheck.NONE);
  }

  private static List<Kind> kinds(AuditReport report) {
    return report.findings().stream()
        .map(AuditFinding::kind)
        .filter(kind -> kind != Kind.UNWITNESSED)
        .toList();
  }

  /** As a guard goes on: it names the digest of the torn bytes, ends them, and chains on. */
  private String goneOn(String whole, List<String> before, String torn) {
    String hash = before.isEmpty() ? "0" : before.get(before.size() - 1).substring(0, 64);
    String named =
        run.logLine(hash, before.size(), "torn " + Sha256.hex(torn.getBytes(ISO_8859_1)));
    String next = run.logLine(named.substring(0, 64), before.size() + 1, "ARMED epoch=1 goes on");
    return whole + "\n" + named + "\n" + next + "\n";
  }

  @Test
  void cutAtAnyByteTheLogGoesOn() {
    byte[] whole = HonestRun.bytes(log);
    for (int cut = 0; cut < whole.length; cut++) {
      String left = new String(Arrays.copyOf(whole, cut), ISO_8859_1);
      List<String> before = new ArrayList<>(left.lines().toList());
      boolean isAtLineFeed = cut == 0 || left.endsWith("\n");
      if (isAtLineFeed || log.contains(before.get(before.size() - 1))) {
        continue; // nothing is torn
      }
      String torn = before.remove(before.size() - 1);
      AuditReport report = report(goneOn(left, before, torn));
      assertThat(kinds(report))
          .as("cut at %d: %s", cut, report.findings())
          .containsExactly(Kind.TORN);
      assertThat(report.findings().get(0).line()).isEqualTo(before.size() + 1);
    }
  }

  @Test
  void bytesOfAnyValueMayBeTorn() {
    String whole = new String(HonestRun.bytes(log.subList(0, 5)), UTF_8);
    for (String torn :
        List.of("\0\0\0\0", "\u00ff\u00fe", "half of a", log.get(5).substring(0, 64))) {
      AuditReport report = report(goneOn(whole + torn, log.subList(0, 5), torn));
      assertThat(kinds(report)).as(torn).containsExactly(Kind.TORN);
    }
  }

  /** The head that was being written: no node has got it, or some have. */
  @Test
  void aHeadBesideTheJournalMayBeCutShort() {
    String whole = new String(HonestRun.bytes(run.ownHeads), UTF_8);
    int lastLine = HonestRun.bytes(run.ownHeads.subList(0, run.ownHeads.size() - 1)).length;
    for (int cut = lastLine + 1; cut < whole.length() - 1; cut++) {
      Map<String, byte[]> files = run.files();
      files.put("heads", whole.substring(0, cut).getBytes(UTF_8));
      RunEvidence all = run.evidence(files);
      RunEvidence alone =
          new RunEvidence("r1", all.journal(), all.heads(), List.of(), false, List.of());
      for (RunEvidence evidence : List.of(all, alone)) {
        AuditReport report = AuditVerification.of(evidence, HeadCheck.NONE);
        assertThat(report.isChanged()).as("cut at %d: %s", cut, report.findings()).isFalse();
        assertThat(kinds(report)).as("cut at %d", cut).contains(Kind.TORN);
      }
    }
  }

  @Test
  void otherBytesAtTheEndOfTheHeadsAreNotTorn() {
    String whole = new String(HonestRun.bytes(run.ownHeads), UTF_8);
    for (String end :
        List.of("x", "safeops-head/1 run=r2 ", "safeops-head/1 run=r1 seq=1 digest=!")) {
      Map<String, byte[]> files = run.files();
      files.put("heads", (whole + end).getBytes(UTF_8));
      assertThat(run.report(files).isChanged()).as(end).isTrue();
    }
  }

  /** Interrupted again while it went on: both pieces are one, or the second is written again. */
  @Test
  void tornTwiceItGoesOn() {
    String whole = new String(HonestRun.bytes(log.subList(0, 5)), UTF_8);
    String first = log.get(5).substring(0, 80);
    String second = log.get(5).substring(0, 20);
    String both = first + "\n" + second;
    assertThat(kinds(report(goneOn(whole + both, log.subList(0, 5), both))))
        .containsExactly(Kind.TORN, Kind.TORN);
    String named = goneOn("", log.subList(0, 5), first).substring(1);
    assertThat(kinds(report(whole + first + "\n" + named.substring(0, 30) + "\n" + named)))
        .containsExactly(Kind.TORN, Kind.TORN);
  }

  /** The disk was full for a while, and the guard wrote the line again. */
  @Test
  void aLineThatWasWrittenAgainIsTorn() {
    for (int i = 0; i < log.size(); i++) {
      List<String> lines = new ArrayList<>(log);
      lines.add(i, log.get(i).substring(0, 70));
      AuditReport report = report(new String(HonestRun.bytes(lines), UTF_8));
      assertThat(kinds(report)).as("line %d", i + 1).containsExactly(Kind.TORN);
    }
  }

  @Test
  void tornBytesThatWereChangedOrRemovedAreFound() {
    String whole = new String(HonestRun.bytes(log.subList(0, 5)), UTF_8);
    String torn = log.get(5).substring(0, 80);
    List<String> before = log.subList(0, 5);
    String honest = goneOn(whole + torn, before, torn);
    assertThat(kinds(report(honest.replace(torn + "\n", torn.substring(1) + "\n"))))
        .containsExactly(Kind.CHANGED);
    assertThat(kinds(report(honest.replace(torn + "\n", "")))).containsExactly(Kind.MISSING);
    assertThat(kinds(report(honest.replace(torn + "\n", torn + "\nmore\n"))))
        .containsExactly(Kind.CHANGED);
  }

  /** A whole line that somebody made look like a torn one. */
  @Test
  void aLineThatWasCutBySomebodyIsNotTorn() {
    for (int i = 0; i + 1 < log.size(); i++) {
      List<String> lines = new ArrayList<>(log);
      lines.set(i, log.get(i).substring(0, 70));
      AuditReport report = report(new String(HonestRun.bytes(lines), UTF_8));
      assertThat(report.isChanged()).as("line %d: %s", i + 1, report.findings()).isTrue();
    }
  }

  @Test
  void aLogOfAnEarlierVersionHasNoNumbers() {
    StringBuilder text = new StringBuilder();
    String before = "0";
    for (int i = 0; i < 5; i++) {
      String rest = (100 + i) + " 2026-01-02T03:04:05Z ARMED epoch=1 line " + i;
      before = Sha256.hex(before + " " + rest + "\n");
      text.append(before).append(' ').append(rest).append('\n');
    }
    assertThat(kinds(report(text.toString()))).isEmpty();
    assertThat(report(text.toString().replace("line 2", "line 7")).findings())
        .anyMatch(each -> each.kind() == Kind.CHANGED && each.line() == 3);
  }
}
