package io.safeops.approval;

import io.safeops.document.DocumentException;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what {@link ApprovalWriter} wrote. It is untrusted input: every key and every text is
 * checked.
 */
final class ApprovalReader {

  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  private static final Pattern USES = Pattern.compile("[1-9][0-9]{0,3}");

  /** Longest purpose and longest name of an approver in characters: each is read on one line. */
  static final int MOST_WORDS = 1000;

  private final CheckedTexts texts;
  private final Problems problems;

  private ApprovalReader(Problems problems) {
    this.problems = problems;
    this.texts = new CheckedTexts(problems);
  }

  /**
   * @throws DocumentException with all problems
   */
  static Approval read(Value root, Problems problems) throws DocumentException {
    return new ApprovalReader(problems).approval(root.map());
  }

  private Approval approval(MapReader map) throws DocumentException {
    // The text of another format may mean anything: its other keys are no problems of this file.
    texts.word(map.required("format"), List.of(ApprovalText.FORMAT));
    texts.word(map.required("version"), List.of(ApprovalText.VERSION));
    problems.throwIfAny();
    String id = texts.matching(map.required("id"), Approval.ID, "32 hexadecimal digits");
    String approver = texts.line(map.required("approver"), MOST_WORDS);
    String purpose = texts.line(map.required("purpose"), MOST_WORDS);
    Instant issued = time(texts, map.required("issued"));
    Instant notBefore = time(texts, map.required("notBefore"));
    Instant notAfter = time(texts, map.required("notAfter"));
    String uses = texts.matching(map.required("uses"), USES, "1 to " + Validity.MOST_USES);
    String confirm = texts.word(map.required("confirm"), ConfirmMode.words());
    boolean takeBack = texts.flag(map.required("takeBack"));
    String salt = texts.matching(map.required("salt"), Salt.PATTERN, "32 hexadecimal digits");
    Optional<Binding> binding = new BindingReader(texts, problems).read(map.required("binding"));
    map.finish();
    problems.throwIfAny();
    try {
      return Approval.builder(
              id, approver, new Validity(issued, notBefore, notAfter, Integer.parseInt(uses)))
          .purpose(purpose)
          .confirm(ConfirmMode.of(confirm).orElseThrow())
          .takeBack(takeBack)
          .bound(new Salt(salt), binding.orElseThrow())
          .build();
    } catch (IllegalArgumentException e) {
      throw new DocumentException(map.at(), String.valueOf(e.getMessage()));
    }
  }

  static Instant time(CheckedTexts texts, Value value) {
    String text = texts.matching(value, TIME, "a time such as 2026-12-01T22:00:00Z");
    if (text.isEmpty()) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      value.report("`" + value.name() + "`: there is no time " + text);
      return Instant.EPOCH;
    }
  }
}
