package io.safeops.audit;

import java.util.List;
import java.util.Optional;

/**
 * A line of a guard's log.
 *
 * @param number its own, from 1; 0 if it cannot be read
 * @param digest the hash that it begins with; empty if it cannot be read
 * @param content what follows the hash and a blank: what the hash covers, beside the hash before
 * @param head the head that it says was stored here
 * @param seen how far the logs of other nodes were, as the run told this one with that head
 * @param torn the SHA-256 of the torn bytes that stand before it; empty if there are none
 */
record LogLine(
    EvidenceLine line,
    long number,
    String digest,
    String content,
    Optional<Head> head,
    List<LogPosition> seen,
    String torn)
    implements ChainLine {

  LogLine {
    seen = List.copyOf(seen);
  }

  /** A line that the guard has not written so. */
  static LogLine unreadable(EvidenceLine line) {
    return new LogLine(line, 0, "", line.bytes(), Optional.empty(), List.of(), "");
  }

  LogLine withNumber(long other) {
    return new LogLine(line, other, digest, content, head, seen, torn);
  }
}
