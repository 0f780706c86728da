package io.safeops.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a run's journal at one moment: which line was its last. Because each line holds the
 * digest of the line before, a head vouches for all lines up to its own. Heads are kept where the
 * journal is not.
 *
 * @param run the id of the run
 * @param sequence the number of the line, from 0, at most 15 digits
 * @param digest the SHA-256 of the line without its line feed, in 64 hex digits
 * @param phase what the run had reached, in lower-case letters and dashes
 * @param at when the line was written, in whole seconds
 */
public record Head(String run, long sequence, String digest, String phase, Instant at) {

  /** How the text of every head of this form begins. */
  public static final String FORMAT = "safeops-head/1";

  private static final long MOST = 999_999_999_999_999L;

  private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern PHASE = Pattern.compile("[a-z][a-z-]{0,31}");
  private static final Pattern TEXT =
      Pattern.compile(
          "safeops-head/1 run=([^ ]{1,64}) seq=(0|[1-9][0-9]{0,14}) digest=([^ ]{64})"
              + " phase=([^ ]{1,32}) at=([0-9TZ:-]{20})");

  public Head {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("not a run id");
    }
    if (sequence < 0 || sequence > MOST) {
      throw new IllegalArgumentException("a line's number has at most 15 digits: " + sequence);
    }
    if (!Digests.isDigest(digest)) {
      throw new IllegalArgumentException("a digest has 64 hex digits");
    }
    if (!PHASE.matcher(phase).matches()) {
      throw new IllegalArgumentException("a phase has 1 to 32 lower-case letters and dashes");
    }
    if (at.getNano() != 0 || at.toString().length() != 20) {
      throw new IllegalArgumentException("not a time in whole seconds of a year with four digits");
    }
  }

  /** The head of a journal that ends so. */
  public static Head of(String run, ChainEnd end, String phase) {
    return new Head(
        run, end.sequence(), end.digest(), phase, end.at().truncatedTo(ChronoUnit.SECONDS));
  }

  /** The line of the journal that it names, counted from 1. */
  public long line() {
    return sequence + 1;
  }

  /**
   * The head as one line: {@code safeops-head/1 run=RUN seq=NUMBER digest=SHA256 phase=PHASE
   * at=TIME}.
   */
  public String text() {
    return FORMAT
        + " run="
        + run
        + " seq="
        + sequence
        + " digest="
        + digest
        + " phase="
        + phase
        + " at="
        + at;
  }

  /**
   * What a signature of the head is made over: its text and a line feed, as in a file with this one
   * line.
   */
  public byte[] signedBytes() {
    return (text() + "\n").getBytes(UTF_8);
  }

  /**
   * Reads what {@link #text} has written, and nothing else.
   *
   * @throws HeadFormatException when it is anything else
   */
  public static Head parse(String text) throws HeadFormatException {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new HeadFormatException(
          "expected `" + FORMAT + " run=RUN seq=NUMBER digest=SHA256 phase=PHASE at=TIME`");
    }
    try {
      Head head =
          new Head(
              matcher.group(1),
              Long.parseLong(matcher.group(2)),
              matcher.group(3),
              matcher.group(4),
              Instant.parse(matcher.group(5)));
      if (!head.text().equals(text)) {
        throw new HeadFormatException("expected `" + head.text() + "`");
      }
      return head;
    } catch (IllegalArgumentException | DateTimeException wrong) {
      throw new HeadFormatException(String.valueOf(wrong.getMessage()));
    }
  }
}
