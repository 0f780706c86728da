package io.safeops.audit;

import java.util.List;

/**
 * A line of an operator's journal.
 *
 * @param before the digest of the line before, as this line has it; empty if it has none
 * @param heads if it tells which nodes have taken a head: the number of that head, and how far
 *     their logs were
 */
record JournalLine(EvidenceLine line, long number, String digest, String before, TakenHeads heads)
    implements ChainLine {

  /**
   * Nodes that have taken a head.
   *
   * @param sequence of the head; -1 if the line tells of none
   */
  record TakenHeads(long sequence, List<LogPosition> positions) {
    static final TakenHeads NONE = new TakenHeads(-1, List.of());

    TakenHeads {
      positions = List.copyOf(positions);
    }
  }

  /** A line that is no event. */
  static JournalLine unreadable(EvidenceLine line) {
    return new JournalLine(line, 0, line.digest(), "", TakenHeads.NONE);
  }
}
