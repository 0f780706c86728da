package io.safeops.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a document while it is read, so that the operator is told everything
 * at once. A reader carries on with a harmless value after reporting and calls {@link
 * #throwIfAny()} before it builds anything from what it read.
 */
public final class Problems {

  /** More than this many are not read by anybody, and a hostile file could make millions. */
  private static final int LIMIT = 100;

  private final List<Problem> found = new ArrayList<>();

  public void add(Position at, String message) {
    if (found.size() < LIMIT) {
      found.add(new Problem(at, message));
    }
  }

  /** Takes over the problems of another reading. */
  public void addAll(List<Problem> problems) {
    problems.forEach(problem -> add(problem.at(), problem.message()));
  }

  /** What was found so far, in the order it was found. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether further problems are not kept, so that a reader need not look for them. */
  public boolean isFull() {
    return found.size() >= LIMIT;
  }

  public int count() {
    return found.size();
  }

  /**
   * @throws DocumentException with everything collected so far, if there is anything
   */
  public void throwIfAny() throws DocumentException {
    if (!found.isEmpty()) {
      throw new DocumentException(found);
    }
  }
}
