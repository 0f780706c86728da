package io.safeops.cli.shell;

import io.safeops.document.Printable;
import org.jline.reader.Candidate;

/**
 * A word that may stand where the cursor is.
 *
 * @param value the whole word
 * @param shown the part of it that is shown in a list
 * @param about what it means, one line; may be empty
 * @param isWhole whether a blank may follow it
 */
record Completion(String value, String shown, String about, boolean isWhole) {

  static Completion of(String value) {
    return new Completion(value, value, "", true);
  }

  static Completion of(String value, String about) {
    return new Completion(value, value, about, true);
  }

  /** The beginning of a word: more of it comes. */
  static Completion part(String value, String shown, String about) {
    return new Completion(value, shown, about, false);
  }

  /** The same after a text that the word begins with. */
  Completion after(String prefix) {
    return new Completion(prefix + value, shown, about, isWhole);
  }

  /** As JLine shows it: without the characters that a terminal acts on. */
  Candidate candidate() {
    return new Candidate(
        value,
        Printable.line(shown),
        null,
        about.isEmpty() ? null : Printable.line(about),
        null,
        null,
        isWhole);
  }
}
