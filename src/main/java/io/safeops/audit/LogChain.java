package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.document.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A guard's log: each line begins with the SHA-256 of the hash of the line before, a blank, the
 * rest of this line and a line feed. Before the first line stands {@code 0}. A line that a crash
 * has cut short stays in the file; the next one names the SHA-256 of its bytes.
 */
final class LogChain implements Chain<LogLine> {

  private static final String BEGIN = "0";

  private final EvidenceFile file;
  private final List<LogLine> lines;

  private LogChain(EvidenceFile file, List<LogLine> lines) {
    this.file = file;
    this.lines = lines;
  }

  /** Reads it. Torn lines are named; the others go on as if they were not there. */
  static LogChain of(EvidenceFile file, Findings findings) {
    List<EvidenceLine> all = file.lines();
    boolean isNumbered = all.stream().anyMatch(line -> LogLineReader.whole(line).isPresent());
    if (!all.isEmpty()) {
      reportLineFeed(all.get(all.size() - 1), file, findings);
    }
    return new LogChain(
        file,
        isNumbered || all.stream().noneMatch(line -> LogLineReader.withoutNumber(line).isPresent())
            ? new TornLines(file, findings).removedFrom(all)
            : withoutNumbers(all));
  }

  private static void reportLineFeed(EvidenceLine last, EvidenceFile file, Findings findings) {
    if (!last.isEnded() && LogLineReader.whole(last).isPresent()) {
      findings.add(
          Kind.TORN, file.name(), last.place(), "only the line feed of the last line is missing");
    }
  }

  /** An earlier version wrote no numbers: each line has the number of its place. */
  private static List<LogLine> withoutNumbers(List<EvidenceLine> all) {
    List<LogLine> lines = new ArrayList<>();
    for (EvidenceLine line : all) {
      Optional<LogLine> read = LogLineReader.withoutNumber(line);
      lines.add(read.orElseGet(() -> LogLine.unreadable(line)).withNumber(line.place()));
    }
    return lines;
  }

  @Override
  public String name() {
    return file.name();
  }

  @Override
  public List<LogLine> lines() {
    return lines;
  }

  @Override
  public boolean follows(LogLine line, @Nullable LogLine before) {
    return hash(before == null ? BEGIN : before.digest(), line).equals(line.digest());
  }

  private static String hash(String before, LogLine line) {
    return Sha256.hex((before + " " + line.content() + "\n").getBytes(ISO_8859_1));
  }

  /**
   * If a line has another hash than its content says, and the next line is bound to what the
   * content says, then its hash was changed; otherwise its content was.
   */
  @Override
  public Map<Long, String> changed(SortedMap<Long, LogLine> originals, Witnesses known) {
    Map<Long, String> changed = new TreeMap<>();
    String before = BEGIN;
    long last = 0;
    for (Map.Entry<Long, LogLine> each : originals.entrySet()) {
      long number = each.getKey();
      LogLine line = each.getValue();
      if (line.digest().isEmpty()) {
        changed.put(number, "it is no line of a log");
        last = -1; // nothing can follow from it
        continue;
      }
      String expected = hash(before, line);
      boolean isNext = number == last + 1;
      before = line.digest();
      last = number;
      if (!isNext || expected.equals(line.digest())) {
        continue;
      }
      if (isAnother(number - 1, originals, known) && known.has(number, line.digest())) {
        changed.put(number - 1, "line " + number + " does not follow from it");
        continue;
      }
      LogLine next = originals.get(number + 1);
      boolean isHashChanged =
          known.has(number, expected)
              || (next != null && hash(expected, next).equals(next.digest()));
      changed.put(
          number,
          isHashChanged
              ? "its hash should be " + expected
              : "its text is not the one that its hash is of"
                  + (number == 1 ? "" : ", after line " + (number - 1)));
      if (isHashChanged) {
        before = expected;
      }
    }
    return changed;
  }

  /** Others have seen a line with this number, and not this one. */
  private static boolean isAnother(
      long number, SortedMap<Long, LogLine> originals, Witnesses known) {
    LogLine line = originals.get(number);
    return line != null && !known.of(number).isEmpty() && !known.has(number, line.digest());
  }
}
