package io.safeops.run.messaging;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/**
 * How far a request to several nodes has come.
 *
 * @param asked the nodes
 * @param isDone whether a node has done, or refused, what it was asked
 * @param begun when, on the loop's clock
 */
public record RequestProgress(Collection<Member> asked, Predicate<Member> isDone, long begun) {

  public RequestProgress {
    asked = List.copyOf(asked);
  }

  /** How many nodes have answered. */
  public int done() {
    return (int) asked.stream().filter(isDone).count();
  }

  /** The nodes that have not. */
  public List<Member> waiting() {
    return asked.stream().filter(isDone.negate()).toList();
  }
}
