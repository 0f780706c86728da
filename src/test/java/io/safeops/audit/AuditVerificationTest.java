package io.safeops.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each way in which somebody may change the evidence of a run is found and named. */
class AuditVerificationTest {

  private static final String LOG = "n1: log";

  /** Not every byte, to save time: no line is as short, and it divides no length. */
  private static final int STEP = 11;

  private final HonestRun run = HonestRun.confirmed("r1", 3);

  private static List<String> lines(byte[] file) {
    return new ArrayList<>(new String(file, UTF_8).lines().toList());
  }

  private AuditReport changed(String file, Consumer<List<String>> change) {
    Map<String, byte[]> files = run.files();
    List<String> lines = lines(files.get(file));
    change.accept(lines);
    files.put(file, HonestRun.bytes(lines));
    return run.report(files);
  }

  /** Asserts that something was found in a file, and nothing in any other. */
  private static void found(AuditReport report, String file, Kind kind, int line, String text) {
    assertThat(report.isChanged()).as(text(report)).isTrue();
    assertThat(report.findings().stream().filter(each -> each.kind().isFault()))
        .as(text(report))
        .allMatch(each -> each.place().equals(file))
        .anyMatch(
            each ->
                each.kind() == kind
                    && (line == 0 || each.line() == line)
                    && each.text().contains(text));
  }

  private static String text(AuditReport report) {
    return String.join(
        "\n",
        report.findings().stream()
            .map(each -> each.kind() + " " + each.where() + ": " + each.text())
            .toList());
  }

  private int length(String file) {
    return lines(run.files().get(file)).size();
  }

  // --- nobody has changed anything ---

  @Test
  void anHonestRunIsVerified() {
    AuditReport report = run.report(run.files());
    assertThat(report.findings()).as(text(report)).isEmpty();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.extents())
        .hasSize(4)
        .allMatch(extent -> extent.witnessed() == extent.lines() && extent.lines() > 10);
    assertThat(report.extents().get(0).by()).containsExactly("n0", "n1", "n2");
    assertThat(report.lastHead().orElseThrow().phase()).isEqualTo("ended");
    assertThat(report.headNodes()).containsExactly("n0", "n1", "n2");
  }

  @Test
  void theNodesAloneShowAllButTheirLastLines() {
    AuditReport report = run.report(HonestRun.ofNodes(run.files()));
    assertThat(report.isChanged()).as(text(report)).isFalse();
    assertThat(report.isWhole()).isTrue();
    assertThat(report.extents()).hasSize(3).allMatch(extent -> extent.unwitnessed() == 3);
    assertThat(report.findings())
        .hasSize(3)
        .allMatch(
            each ->
                each.kind() == Kind.UNWITNESSED
                    && each.text().startsWith("nobody else has seen its last 3 lines"));
  }

  @Test
  void theJournalAloneIsCheckedAndWitnessedByNobody() {
    Map<String, byte[]> files = new HashMap<>();
    files.put(HonestRun.JOURNAL, run.files().get(HonestRun.JOURNAL));
    AuditReport report =
        AuditVerification.of(
            new RunEvidence(
                "r1", run.evidence(files).journal(), Optional.empty(), List.of(), false, List.of()),
            HeadCheck.NONE);
    assertThat(report.isChanged()).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(text(report)).contains("nobody else has seen any of its");
  }

  @Test
  void whatCouldNotBeReadIsUnknown() {
    RunEvidence all = run.evidence(run.files());
    NodeEvidence silent =
        new NodeEvidence(
            "n1",
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.of("no route to host"));
    AuditReport report =
        AuditVerification.of(
            new RunEvidence(
                "r1",
                all.journal(),
                all.heads(),
                List.of(all.nodes().get(0), silent, all.nodes().get(2)),
                false,
                List.of("something else")),
            HeadCheck.NONE);
    assertThat(report.isChanged()).as(text(report)).isFalse();
    assertThat(report.isWhole()).isFalse();
    assertThat(text(report))
        .contains("UNKNOWN n1: it could not be asked: no route to host", "something else");
  }

  // --- the journal and the logs, line by line ---

  @TestFactory
  Stream<DynamicTest> oneByteChangedInEachLine() {
    return Stream.of(HonestRun.JOURNAL, LOG)
        .map(file -> DynamicTest.dynamicTest(file, () -> oneByteChanged(file)));
  }

  private void oneByteChanged(String file) {
    byte[] whole = run.files().get(file);
    int line = 1;
    for (int at = 0; at < whole.length; at++) {
      boolean isFeed = whole[at] == '\n';
      if (at % STEP != 0 && !isFeed) {
        continue;
      }
      Map<String, byte[]> files = run.files();
      byte[] other = whole.clone();
      other[at] = (byte) (other[at] == 'x' ? 'y' : 'x');
      files.put(file, other);
      AuditReport report = run.report(files);
      int expected = line;
      // Without its line feed the last line of a journal was never a part of it.
      boolean isLast = at + 1 == whole.length;
      assertThat(report.isChanged()).isTrue();
      assertThat(report.findings())
          .as("byte %d of line %d of %s: %s", at, line, file, text(report))
          .anyMatch(
              each ->
                  (each.kind() == Kind.CHANGED || isLast)
                      && each.place().equals(file)
                      && (each.line() == expected || isLast));
      line += isFeed ? 1 : 0;
    }
  }

  /** A digit for a digit: the line can still be read. */
  @TestFactory
  Stream<DynamicTest> oneDigitChangedInEachLine() {
    return Stream.of(HonestRun.JOURNAL, LOG)
        .map(file -> DynamicTest.dynamicTest(file, () -> oneDigitChanged(file)));
  }

  private void oneDigitChanged(String file) {
    byte[] whole = run.files().get(file);
    int line = 1;
    for (int at = 0; at < whole.length; at++) {
      if (whole[at] == '\n') {
        line++;
      }
      if (whole[at] < '0' || whole[at] > '9' || (at % STEP != 0 && !isNumber(whole, at))) {
        continue;
      }
      Map<String, byte[]> files = run.files();
      byte[] other = whole.clone();
      other[at] = (byte) (other[at] == '9' ? '1' : other[at] + 1);
      files.put(file, other);
      AuditReport report = run.report(files);
      int expected = line;
      assertThat(report.findings())
          .as("byte %d of line %d of %s: %s", at, line, file, text(report))
          .anyMatch(
              each ->
                  each.kind() == Kind.CHANGED
                      && each.place().equals(file)
                      && each.line() == expected);
    }
  }

  /** A digit of the number of a line: {@code "seq":12} or {@code [12]}. */
  private static boolean isNumber(byte[] file, int at) {
    String around = new String(file, Math.max(0, at - 7), Math.min(7, at), UTF_8);
    return around.matches("(?s).*(\"seq\":|\\[)[0-9]?");
  }

  @TestFactory
  Stream<DynamicTest> aLineDroppedSwappedOrAdded() {
    return Stream.of(HonestRun.JOURNAL, LOG)
        .flatMap(
            file ->
                Stream.of(
                    DynamicTest.dynamicTest(file + " dropped", () -> dropped(file)),
                    DynamicTest.dynamicTest(file + " swapped", () -> swapped(file)),
                    DynamicTest.dynamicTest(file + " added", () -> added(file))));
  }

  private void dropped(String file) {
    int length = length(file);
    for (int i = 0; i < length; i++) {
      int line = i;
      found(
          changed(file, lines -> lines.remove(line)),
          file,
          Kind.MISSING,
          0,
          "line " + (i + 1) + " is missing");
    }
  }

  private void swapped(String file) {
    int length = length(file);
    for (int i = 0; i + 1 < length; i++) {
      int line = i;
      found(
          changed(file, lines -> Collections.swap(lines, line, line + 1)),
          file,
          Kind.REORDERED,
          i + 1,
          "it is line " + (i + 2) + ", and stands before line " + (i + 1));
    }
  }

  private void added(String file) {
    int length = length(file);
    for (int i = 0; i <= length; i++) {
      int place = i;
      found(
          changed(file, lines -> lines.add(place, "something else")),
          file,
          Kind.ADDED,
          i + 1,
          "no line was expected here");
      int copied = (i + length / 2) % length;
      found(
          changed(file, lines -> lines.add(place, lines.get(copied))),
          file,
          Kind.ADDED,
          i + 1,
          "no line was expected here");
    }
  }

  /** A line with the right number and a right hash, but not the one that others follow. */
  @Test
  void aForgedLineOfALogIsFound() {
    List<String> log = run.logs.get("n1");
    for (int i = 1; i < log.size(); i++) {
      int place = i;
      String forged = run.logLine(log.get(i - 1).substring(0, 64), i, "ARMED epoch=1 forged");
      found(changed(LOG, lines -> lines.add(place, forged)), LOG, Kind.ADDED, 0, "has the number");
      found(changed(LOG, lines -> lines.set(place, forged)), LOG, Kind.CHANGED, 0, "");
    }
  }

  /** From a line on, everything was written anew, with right digests. */
  @Test
  void aJournalThatWasWrittenAnewIsFound() {
    HonestRun other = HonestRun.confirmed("r1", 3);
    for (int from = 0; from < run.journal.size(); from++) {
      Map<String, byte[]> files = run.files();
      files.put(HonestRun.JOURNAL, HonestRun.bytes(rewritten(other.journal, from)));
      AuditReport report = run.report(files);
      assertThat(report.findings())
          .as("from line %d: %s", from + 1, text(report))
          .filteredOn(each -> each.kind().isFault())
          .isNotEmpty()
          .allMatch(each -> each.place().equals(HonestRun.JOURNAL));
    }
  }

  private static List<String> rewritten(List<String> journal, int from) {
    List<String> lines = new ArrayList<>(journal.subList(0, from));
    for (int i = from; i < journal.size(); i++) {
      String before = i == 0 ? Digests.NONE : io.safeops.document.Sha256.hex(lines.get(i - 1));
      lines.add(
          journal
              .get(i)
              .replaceFirst("\"at\":\"2026", "\"at\":\"2025")
              .replaceFirst("\"prev\":\"[0-9a-f]{64}\"", "\"prev\":\"" + before + "\""));
    }
    return lines;
  }

  @Test
  void aLogThatWasWrittenAnewIsFound() {
    for (int from = 0; from < run.logs.get("n1").size(); from++) {
      Map<String, byte[]> files = run.files();
      List<String> log = run.logs.get("n1");
      List<String> lines = new ArrayList<>(log.subList(0, from));
      for (int i = from; i < log.size(); i++) {
        String text = log.get(i).replaceFirst("^\\S+ \\S+ \\S+ (.*) \\[[0-9]+\\]$", "$1");
        String before = i == 0 ? "0" : lines.get(i - 1).substring(0, 64);
        lines.add(run.logLine(before, i, text.replace("ARMED", "DISARMED")));
      }
      files.put(LOG, HonestRun.bytes(lines));
      AuditReport report = run.report(files);
      if (!lines.equals(log)) {
        assertThat(report.isChanged()).as("from line %d: %s", from + 1, text(report)).isTrue();
        assertThat(report.findings())
            .filteredOn(each -> each.kind().isFault())
            .as(text(report))
            .isNotEmpty()
            .allMatch(each -> each.place().startsWith("n1: "));
      }
    }
  }

  // --- whole files ---

  @TestFactory
  Stream<DynamicTest> aFileReplacedByAnOlderOne() {
    return Stream.of(HonestRun.JOURNAL, LOG)
        .map(file -> DynamicTest.dynamicTest(file, () -> replacedByAnOlderOne(file)));
  }

  private void replacedByAnOlderOne(String file) {
    int length = length(file);
    for (int i = 0; i < length; i++) {
      int kept = i;
      found(
          changed(file, lines -> lines.subList(kept, lines.size()).clear()),
          file,
          Kind.MISSING,
          0,
          i + 1 == length
              ? "line " + length + " is missing"
              : "lines " + (i + 1) + " to " + length + " are missing");
    }
  }

  @Test
  void aFileOfAnotherRunIsFound() {
    HonestRun other = HonestRun.confirmed("r2", 3);
    for (String file : List.of(HonestRun.JOURNAL, LOG)) {
      Map<String, byte[]> files = run.files();
      files.put(file, other.files().get(file));
      AuditReport report = run.report(files);
      assertThat(report.findings())
          .as(text(report))
          .anyMatch(each -> each.kind() == Kind.REPLACED && each.place().equals(file));
    }
  }

  @TestFactory
  Stream<DynamicTest> aFileCutAtAnyByte() {
    return Stream.of(HonestRun.JOURNAL, LOG)
        .map(file -> DynamicTest.dynamicTest(file, () -> cutAtAnyByte(file)));
  }

  private void cutAtAnyByte(String file) {
    byte[] whole = run.files().get(file);
    for (int cut = 0; cut < whole.length; cut++) {
      boolean isAroundAFeed =
          whole[cut] == '\n' || (cut > 0 && whole[cut - 1] == '\n') || cut + 3 > whole.length;
      if (cut % STEP != 0 && !isAroundAFeed) {
        continue;
      }
      Map<String, byte[]> files = run.files();
      files.put(file, Arrays.copyOf(whole, cut));
      AuditReport report = run.report(files);
      boolean isAtALineFeed = cut == 0 || whole[cut - 1] == '\n';
      if (!isAtALineFeed) {
        assertThat(report.findings())
            .as("cut at %d: %s", cut, text(report))
            .anyMatch(each -> each.kind() == Kind.TORN && each.place().equals(file));
      }
      // A log whose last line lacks only its line feed lacks nothing.
      if (file.equals(HonestRun.JOURNAL) || cut + 1 < whole.length) {
        found(report, file, Kind.MISSING, 0, length(file) + " ");
      }
    }
  }

  @Test
  void aLogThatIsGoneIsMissing() {
    Map<String, byte[]> files = run.files();
    files.remove(LOG);
    found(run.report(files), "n1", Kind.MISSING, 0, "it has no log of this run");
  }

  // --- heads ---

  @Test
  void aReplayedHeadIsFound() {
    String file = "n1: heads";
    List<String> heads = run.heads.get("n1");
    for (int i = 0; i + 1 < heads.size(); i++) {
      String old = heads.get(i);
      found(
          changed(file, lines -> lines.add(old)),
          file,
          Kind.REORDERED,
          heads.size() + 1,
          "an older head was put here");
    }
    found(
        changed(file, lines -> lines.add(heads.get(heads.size() - 1))),
        file,
        Kind.ADDED,
        heads.size() + 1,
        "again");
    String other = HonestRun.confirmed("r2", 3).heads.get("n1").get(0);
    found(changed(file, lines -> lines.add(other)), file, Kind.ADDED, 0, "it is a head of run r2");
  }

  @Test
  void headsThatWereRemovedOrChangedAreFound() {
    String file = "n1: heads";
    int length = length(file);
    for (int i = 0; i < length; i++) {
      int line = i;
      found(changed(file, lines -> lines.remove(line)), file, Kind.MISSING, 0, "is not here");
      for (String part : List.of("phase=", "at=", "digest=", "seq=", "sign")) {
        AuditReport report =
            changed(file, lines -> lines.set(line, withAnother(lines.get(line), part)));
        assertThat(report.isChanged()).as(part + " " + text(report)).isTrue();
        assertThat(report.findings())
            .as(text(report))
            .anyMatch(each -> each.kind().isFault() && each.place().equals(file));
      }
    }
  }

  /** The same line with another character behind a part of it. */
  private static String withAnother(String line, String part) {
    int at = line.indexOf(part) + part.length();
    char other = line.charAt(at) == '1' ? '2' : '1';
    return line.substring(0, at) + (part.equals("phase=") ? 'x' : other) + line.substring(at + 1);
  }

  @Test
  void theHeadsBesideTheJournalAreComparedToo() {
    for (int i = 0; i < run.ownHeads.size(); i++) {
      int line = i;
      for (String part : List.of("phase=", "at=", "digest=")) {
        found(
            changed("heads", lines -> lines.set(line, withAnother(lines.get(line), part))),
            "heads",
            Kind.CHANGED,
            i + 1,
            "");
      }
    }
  }

  @Test
  void anInvalidSignatureIsNamedAndItsHeadProvesNothing() {
    Map<String, byte[]> files = run.files();
    List<String> lines = lines(files.get("n1: heads"));
    String signature = "-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n";
    lines.replaceAll(
        line -> line + java.util.Base64.getEncoder().encodeToString(signature.getBytes(UTF_8)));
    files.put("n1: heads", HonestRun.bytes(lines));
    Map<HeadCheck.Standing, Boolean> wanted = new LinkedHashMap<>();
    wanted.put(HeadCheck.Standing.VALID, false);
    wanted.put(HeadCheck.Standing.UNKNOWN, false);
    wanted.put(HeadCheck.Standing.INVALID, true);
    wanted.forEach(
        (standing, isFound) -> {
          AuditReport report =
              AuditVerification.of(
                  run.evidence(files), head -> new HeadCheck.Result(standing, "of nobody"));
          assertThat(report.isChanged()).as(text(report)).isEqualTo(isFound);
          if (isFound) {
            found(report, "n1: heads", Kind.FORGED, 1, "is not valid: of nobody");
          }
        });
  }

  /** Most nodes say the same of the journal, so the one that says something else was changed. */
  @Test
  void nodesThatDisagreeWithoutAJournalAreFound() {
    Map<String, byte[]> files = HonestRun.ofNodes(run.files());
    files.put("n1: log", HonestRun.confirmed("r1", 2).files().get("n1: log"));
    files.put("n1: heads", HonestRun.confirmed("r1", 2).files().get("n1: heads"));
    AuditReport report = run.report(files);
    assertThat(report.isChanged()).as(text(report)).isTrue();
    assertThat(text(report)).contains("n1");
  }
}
