package io.safeops.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safeops.audit.AuditFinding.Kind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the lines of a guard's log that a crash or a full disk has cut short. Such bytes are
 * explained if the next whole line begins with them, because the guard wrote it again, or if that
 * line names their SHA-256, or if nothing follows.
 */
final class TornLines {

  private final EvidenceFile file;
  private final Findings findings;
  private final List<LogLine> lines = new ArrayList<>();

  /** Lines that are not whole, since the last whole one. */
  private final List<EvidenceLine> open = new ArrayList<>();

  TornLines(EvidenceFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  /** The lines without the torn ones; what is not explained stays, and cannot be read. */
  List<LogLine> removedFrom(List<EvidenceLine> all) {
    for (EvidenceLine line : all) {
      Optional<LogLine> whole = LogLineReader.whole(line);
      if (whole.isPresent()) {
        before(whole.get());
        lines.add(whole.get());
      } else {
        open.add(line);
      }
    }
    atTheEnd();
    return lines;
  }

  private void before(LogLine next) {
    int repeated = open.size();
    while (repeated > 0 && next.line().bytes().startsWith(open.get(repeated - 1).bytes())) {
      repeated--;
    }
    if (!next.torn().isEmpty() && !isNamed(next.torn(), repeated)) {
      findings.add(
          open.isEmpty() ? Kind.MISSING : Kind.CHANGED,
          file.name(),
          next.place(),
          "line "
              + next.number()
              + " names torn bytes before it whose SHA-256 is "
              + next.torn()
              + (open.isEmpty() ? "; they are gone" : "; other bytes stand there"));
    } else if (next.torn().isEmpty()) {
      open.subList(0, repeated).forEach(line -> lines.add(LogLine.unreadable(line)));
      open.subList(repeated, open.size()).forEach(this::torn);
    } else {
      open.forEach(this::torn);
    }
    open.clear();
  }

  /** Whether the bytes up to a line have this digest, and all after it are in the next line. */
  private boolean isNamed(String digest, int repeated) {
    MessageDigest sha = sha256();
    for (int i = 0; i < open.size(); i++) {
      sha.update(open.get(i).bytes().getBytes(ISO_8859_1));
      boolean mayEnd = i + 1 >= repeated;
      if (mayEnd && hex(sha).equals(digest)) {
        return true;
      }
      sha.update((byte) '\n');
      if (mayEnd && hex(sha).equals(digest)) {
        return true;
      }
    }
    return false;
  }

  private static String hex(MessageDigest sha) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) sha.clone()).digest());
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("every SHA-256 can be cloned", impossible);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  private void atTheEnd() {
    boolean isCut =
        !open.isEmpty()
            && !open.get(open.size() - 1).isEnded()
            && open.stream()
                .allMatch(line -> line.isZeros() || LogLineReader.isBeginning(line.bytes()));
    for (EvidenceLine line : open) {
      if (isCut) {
        torn(line);
      } else {
        lines.add(LogLine.unreadable(line));
      }
    }
    open.clear();
  }

  private void torn(EvidenceLine line) {
    findings.add(
        Kind.TORN,
        file.name(),
        line.place(),
        line.bytes().length()
            + " bytes are no whole line: a crash or a full disk has cut it short. The log goes on"
            + " without it");
  }
}
