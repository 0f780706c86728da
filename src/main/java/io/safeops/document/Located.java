package io.safeops.document;

import java.util.function.Function;

/** A value together with its position in a file. */
public record Located<T>(T value, Position at) {

  /** Another value at the same position. */
  public <R> Located<R> map(Function<? super T, ? extends R> function) {
    return new Located<>(function.apply(value), at);
  }

  @Override
  public String toString() {
    return value + " (" + at + ")";
  }
}
