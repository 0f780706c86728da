package io.safeops.audit;

/** A line of a chain. */
sealed interface ChainLine permits JournalLine, LogLine {

  EvidenceLine line();

  /** Its own number, from 1; 0 if it has none that can be read. */
  long number();

  /** What witnesses know it by; empty if it cannot be read. */
  String digest();

  default int place() {
    return line().place();
  }
}
