package io.safeops.action;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsScope;
import java.util.Optional;

/** Something that the facts show to be so, or not to be so. */
public interface FactPredicate {

  /** What is read for it: all that its answer depends on, and no more. */
  FactsScope scope();

  /**
   * What was found instead.
   *
   * @param cluster in which all of the scope was read
   * @return empty when it is so
   */
  Optional<String> objection(Cluster cluster);
}
