package io.safeops.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Collects the problems of a document while it is read, so that the operator sees all of them at
 * once. After a problem a reader continues with a harmless value. It calls {@link #throwIfAny()}
 * before it builds anything from what it read.
 */
public final class Problems {

  /** Most problems that are kept: nobody reads more, and a hostile file could cause millions. */
  private static final int LIMIT = 100;

  private final List<Problem> found = new ArrayList<>();

  public void add(Position at, String message) {
    if (found.size() < LIMIT) {
      found.add(new Problem(at, message));
    }
  }

  /** Adds the problems that another reader found. */
  public void addAll(List<Problem> problems) {
    problems.forEach(problem -> add(problem.at(), problem.message()));
  }

  /** The problems so far, in the order in which they were found. */
  public List<Problem> list() {
    return List.copyOf(found);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether the limit is reached: further problems are not kept, so a reader can stop. */
  public boolean isFull() {
    return found.size() >= LIMIT;
  }

  public int count() {
    return found.size();
  }

  /**
   * @throws DocumentException with all problems so far, if there are any
   */
  public void throwIfAny() throws DocumentException {
    if (!found.isEmpty()) {
      throw new DocumentException(found);
    }
  }
}
