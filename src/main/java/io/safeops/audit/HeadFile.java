package io.safeops.audit;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.safeops.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of heads, one a line, in the order in which they were stored. */
final class HeadFile {

  /**
   * A head and its line.
   *
   * @param isGood whether nothing speaks against it so far
   */
  record Stored(EvidenceLine line, SignedHead signed, boolean isGood) {
    Head head() {
      return signed.head();
    }
  }

  private static final String BEGIN_OF_SIGNATURE =
      Base64.getEncoder()
          .withoutPadding()
          .encodeToString("-----BEGIN SSH SIGNATURE-----\n".getBytes(US_ASCII));

  /** What a line without its signature looks like, after the id of the run. */
  private static final Pattern AFTER_RUN =
      Pattern.compile(
          " seq=[0-9]{1,15} digest=[0-9a-f]{64} phase=[a-z-]{1,32} at=[0-9TZ:-]{20} sign=");

  private final EvidenceFile file;
  private final String run;
  private final List<Stored> heads = new ArrayList<>();
  private final List<EvidenceLine> unreadable = new ArrayList<>();

  private HeadFile(EvidenceFile file, String run) {
    this.file = file;
    this.run = run;
  }

  /** Reads it, and reports heads that do not belong there, or not in this place. */
  static HeadFile of(EvidenceFile file, String run, HeadCheck check, Findings findings) {
    HeadFile all = new HeadFile(file, run);
    long last = -1;
    for (EvidenceLine line : file.lines()) {
      SignedHead signed;
      try {
        signed = SignedHead.parse(line.bytes());
      } catch (HeadFormatException damaged) {
        all.unreadable.add(line);
        continue;
      }
      Head head = signed.head();
      boolean isGood = true;
      if (!head.run().equals(run)) {
        findings.add(Kind.ADDED, file.name(), line.place(), "it is a head of run " + head.run());
        isGood = false;
      } else if (head.sequence() == last) {
        findings.add(
            Kind.ADDED, file.name(), line.place(), "the head of line " + head.line() + " again");
      } else if (head.sequence() < last) {
        findings.add(
            Kind.REORDERED,
            file.name(),
            line.place(),
            "the head of line "
                + head.line()
                + " stands after that of line "
                + (last + 1)
                + ": an older head was put here");
      } else {
        last = head.sequence();
      }
      isGood &= isNotForged(signed, line, file, check, findings);
      all.heads.add(new Stored(line, signed, isGood));
    }
    return all;
  }

  private static boolean isNotForged(
      SignedHead signed, EvidenceLine line, EvidenceFile file, HeadCheck check, Findings findings) {
    if (!signed.isSigned()) {
      return true;
    }
    HeadCheck.Result result = check.check(signed);
    if (result.standing() != HeadCheck.Standing.INVALID) {
      return true;
    }
    findings.add(
        Kind.FORGED,
        file.name(),
        line.place(),
        "the signature of the head of line "
            + signed.head().line()
            + " is not valid: "
            + result.text());
    return false;
  }

  String name() {
    return file.name();
  }

  /** All that can be read. */
  List<Stored> heads() {
    return heads;
  }

  /** By the number of their line in the journal, from 0; the first of each. */
  Map<Long, Stored> bySequence() {
    Map<Long, Stored> all = new HashMap<>();
    heads.forEach(stored -> all.putIfAbsent(stored.head().sequence(), stored));
    return all;
  }

  /** Whether a line is the beginning of a head's line, with a signature or without. */
  private static boolean isBeginning(String line, String unsigned) {
    if (!line.startsWith(unsigned)) {
      return unsigned.startsWith(line);
    }
    String signature = line.substring(unsigned.length());
    return signature.startsWith(BEGIN_OF_SIGNATURE)
        || (!signature.isEmpty() && BEGIN_OF_SIGNATURE.startsWith(signature));
  }

  /** Whether the end of the file is the beginning of any head: a crash may have cut it there. */
  private boolean isCutAtTheEnd(EvidenceLine line) {
    String begin = Head.FORMAT + " run=" + run;
    String bytes = line.bytes();
    if (line.isEnded()) {
      return false;
    }
    if (!bytes.startsWith(begin)) {
      return begin.startsWith(bytes);
    }
    Matcher rest = AFTER_RUN.matcher(bytes.substring(begin.length()));
    return rest.lookingAt()
        ? isBeginning(bytes, bytes.substring(0, begin.length() + rest.end()))
        : rest.hitEnd();
  }

  /**
   * Reports the lines that are no heads.
   *
   * @param expected heads that were stored here: a line may be one of them, cut short by a crash
   */
  void reportUnreadable(List<Head> expected, Findings findings) {
    for (EvidenceLine line : unreadable) {
      boolean isCut =
          line.isZeros()
              || isCutAtTheEnd(line)
              || expected.stream()
                  .map(head -> SignedHead.unsigned(head).line())
                  .anyMatch(whole -> isBeginning(line.bytes(), whole));
      findings.add(
          isCut ? Kind.TORN : Kind.CHANGED,
          file.name(),
          line.place(),
          isCut
              ? "a head whose line a crash or a full disk has cut short"
              : "it is no head: a head was changed here");
    }
  }
}
