package io.safeops.document;

/** A problem in a file and its position: printed as {@code file:line:column: message}. */
public record Problem(Position at, String message) implements Comparable<Problem> {

  @Override
  public int compareTo(Problem other) {
    int order = at.compareTo(other.at);
    return order != 0 ? order : message.compareTo(other.message);
  }

  @Override
  public String toString() {
    return at + ": " + message;
  }
}
