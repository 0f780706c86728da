package io.safeops.action.service;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import java.util.Optional;

/**
 * The predicate that the Southbound has this chassis.
 *
 * @param id the system-id of its node
 */
record ChassisRegistered(String id) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.CHASSIS);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    return cluster.chassisNamed(id).isPresent()
        ? Optional.empty()
        : Optional.of("the Southbound has no chassis " + id);
  }
}
