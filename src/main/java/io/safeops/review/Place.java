package io.safeops.review;

import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Position;
import java.util.Optional;

/**
 * A place in a plan.
 *
 * @param end the position after its last character; empty if only the beginning is known
 */
public record Place(Position at, Optional<Position> end) {

  /** Where something begins. */
  public static Place from(Position at) {
    return new Place(at, Optional.empty());
  }

  /** A value as a whole, with its quotes. */
  static Place of(Scalar value) {
    return new Place(value.at(), value.end());
  }
}
