package io.safeops.action;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import java.util.Optional;

/** A statement that the facts show to be true or false. */
public interface FactPredicate {

  /** The facts to read for it: everything that its answer depends on, and no more. */
  FactsScope scope();

  /**
   * Whether to look only when everything else holds. A look at many facts sends large packets,
   * which would go round in a loop that other checks find.
   */
  default boolean isLast() {
    return false;
  }

  /**
   * What was found instead, if the statement is false.
   *
   * @param cluster facts in which the whole scope was read
   * @return empty when the statement is true
   */
  Optional<String> objection(Cluster cluster);
}
