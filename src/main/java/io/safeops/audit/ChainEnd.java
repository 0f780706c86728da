package io.safeops.audit;

import java.time.Instant;

/**
 * The last line of a run's journal.
 *
 * @param sequence the number of the line, from 0, as the line itself has it
 * @param digest the SHA-256 of the line without its line feed, in 64 hex digits
 * @param at when it was written
 */
public record ChainEnd(long sequence, String digest, Instant at) {

  public ChainEnd {
    if (sequence < 0 || !Digests.isDigest(digest)) {
      throw new IllegalArgumentException("no end of a chain: " + sequence + " " + digest);
    }
  }
}
