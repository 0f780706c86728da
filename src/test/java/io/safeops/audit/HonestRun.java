package io.safeops.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The evidence of a run in which nobody has changed anything, as a run and its guards write it. */
public final class HonestRun {

  public static final String JOURNAL = "journal.jsonl";
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

  final String run;
  final List<String> journal = new ArrayList<>();
  final List<String> ownHeads = new ArrayList<>();
  final Map<String, List<String>> logs = new LinkedHashMap<>();
  final Map<String, List<String>> heads = new LinkedHashMap<>();
  private final Map<String, LogPosition> positions = new LinkedHashMap<>();
  private long told = -1;

  private HonestRun(String run, int nodes) {
    this.run = run;
    for (int i = 0; i < nodes; i++) {
      logs.put("n" + i, new ArrayList<>());
      heads.put("n" + i, new ArrayList<>());
    }
  }

  /** A run with two steps that is confirmed. */
  public static HonestRun confirmed(String run, int nodes) {
    HonestRun made = new HonestRun(run, nodes);
    made.event(
        "STARTED",
        run + " begins",
        "\"nodes\":\""
            + String.join(",", made.logs.keySet().stream().map(node -> node + ":voter").toList())
            + "\"");
    made.event("CHECKING", "asking every node");
    made.event("ARMING", "arming");
    made.logs("ARMED epoch=1 armed");
    made.phase("ARMED", "armed");
    for (int step = 1; step <= 2; step++) {
      made.event("STEP", "step " + step + ": größer ✓");
      made.event("STAGING", "undo goes to disk");
      made.logs("ARMED epoch=1 staged " + step + " act=1");
      made.phase("DOING", "staged");
      made.logs("ARMED epoch=1 begin " + step);
      made.logs("ARMED epoch=1 done " + step + " rc=0");
      made.event("DONE", "step done");
      made.phase("HOLDS", "done");
    }
    made.phase("DECIDED", "decided");
    made.logs("CONFIRMED epoch=1 confirmed");
    made.event("CONFIRMED", "confirmed");
    made.logs("SEALED epoch=1 sealed");
    made.event("SEALED", "sealed");
    made.phase("ENDED", "ended");
    return made;
  }

  private String time() {
    return BEGIN.plusSeconds(journal.size()).toString();
  }

  private void event(String kind, String text) {
    event(kind, text, "");
  }

  private void event(String kind, String text, String data) {
    journal.add(
        "{\"seq\":%d,\"at\":\"%s\",\"kind\":\"%s\",\"text\":\"%s\",\"data\":{%s},\"prev\":\"%s\"}"
            .formatted(
                journal.size(),
                time(),
                kind,
                text,
                data,
                journal.isEmpty() ? Digests.NONE : Sha256.hex(last(journal))));
  }

  private static String last(List<String> lines) {
    return lines.get(lines.size() - 1);
  }

  private void logs(String text) {
    logs.keySet().forEach(node -> log(node, text));
  }

  private void log(String node, String text) {
    List<String> lines = logs.get(node);
    lines.add(logLine(lines.isEmpty() ? "0" : last(lines).substring(0, 64), lines.size(), text));
  }

  /**
   * A line of a log.
   *
   * @param before the hash of the line before
   * @param lines how many lines come before it
   */
  String logLine(String before, int lines, String text) {
    String rest = (360000 + 7 * lines) + " " + time() + " " + text + " [" + (lines + 1) + "]";
    return Sha256.hex(before + " " + rest + "\n") + " " + rest;
  }

  /** Writes what the nodes told of the head before, then the event, then its head to all nodes. */
  private void phase(String kind, String phase) {
    if (told >= 0) {
      event(
          "HEAD",
          "the head is on all nodes",
          "\"seq\":\""
              + told
              + "\",\"logs\":\""
              + LogPosition.text(List.copyOf(positions.values()))
              + "\"");
    }
    event(kind, phase);
    Head head =
        new Head(run, journal.size() - 1, Sha256.hex(last(journal)), phase, Instant.parse(time()));
    ownHeads.add(SignedHead.unsigned(head).line());
    List<String> names = List.copyOf(logs.keySet());
    Map<String, LogPosition> now = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      List<LogPosition> seen = new ArrayList<>();
      for (int next = 1; next <= 2 && next < names.size(); next++) {
        Optional.ofNullable(positions.get(names.get((i + next) % names.size())))
            .ifPresent(seen::add);
      }
      String node = names.get(i);
      log(node, head.text() + (seen.isEmpty() ? "" : " seen=" + LogPosition.text(seen)));
      heads.get(node).add(SignedHead.unsigned(head).line());
      now.put(
          node,
          new LogPosition(node, logs.get(node).size(), last(logs.get(node)).substring(0, 64)));
    }
    positions.putAll(now);
    told = head.sequence();
  }

  /** The files of this evidence by their names, as they are on the disks. */
  public Map<String, byte[]> files() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put(JOURNAL, bytes(journal));
    files.put("heads", bytes(ownHeads));
    for (String node : logs.keySet()) {
      files.put(node + ": log", bytes(logs.get(node)));
      files.put(node + ": heads", bytes(heads.get(node)));
      files.put("logs/" + node + ".log", bytes(logs.get(node)));
      files.put("logs/" + node + ".heads", bytes(heads.get(node)));
    }
    return files;
  }

  static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + (lines.isEmpty() ? "" : "\n")).getBytes(UTF_8);
  }

  /** What is found in files of this run. */
  AuditReport report(Map<String, byte[]> files) {
    return AuditVerification.of(evidence(files), HeadCheck.NONE);
  }

  RunEvidence evidence(Map<String, byte[]> files) {
    return new RunEvidence(
        run,
        file(files, JOURNAL),
        file(files, "heads"),
        logs.keySet().stream()
            .map(
                node ->
                    new NodeEvidence(
                        node,
                        file(files, node + ": log"),
                        file(files, "logs/" + node + ".log"),
                        file(files, node + ": heads").stream().toList(),
                        file(files, "logs/" + node + ".heads"),
                        Optional.empty()))
            .toList(),
        false,
        List.of());
  }

  private static Optional<EvidenceFile> file(Map<String, byte[]> files, String name) {
    return Optional.ofNullable(files.get(name)).map(bytes -> EvidenceFile.of(name, bytes));
  }

  /** Only what the nodes have. */
  static Map<String, byte[]> ofNodes(Map<String, byte[]> files) {
    Map<String, byte[]> some = new LinkedHashMap<>(files);
    some.keySet().removeIf(name -> !name.startsWith("n"));
    return some;
  }
}
