package io.safeops.facts.collect;

import io.safeops.document.FactException;
import java.util.Optional;

/** A part of an answer that costs only itself: if it makes no sense, it is not read. */
final class OptionalPart {

  /** Reads the part. */
  interface Reader<T> {
    T read() throws FactException;
  }

  private OptionalPart() {}

  /** Empty if the part is not what it should be. */
  static <T> Optional<T> of(Reader<T> reader) {
    try {
      return Optional.of(reader.read());
    } catch (FactException | IllegalArgumentException e) {
      // The records reject impossible values.
      return Optional.empty();
    }
  }
}
