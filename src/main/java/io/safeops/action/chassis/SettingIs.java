package io.safeops.action.chassis;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that a key of the Open_vSwitch row's {@code external_ids} has this value.
 *
 * @param value empty means that the key is not set
 */
record SettingIs(String node, String key, Optional<String> value) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.on(List.of(node), FactsPart.SWITCH);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    Optional<Node> found = cluster.node(node);
    if (found.isEmpty()) {
      return Optional.of("there is no such node");
    }
    Optional<String> now = Optional.ofNullable(found.get().externalIds().get(key));
    return now.equals(value)
        ? Optional.empty()
        : Optional.of(now.map(text -> "it is " + text).orElse("it is not set"));
  }
}
