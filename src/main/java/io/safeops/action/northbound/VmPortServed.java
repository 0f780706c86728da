package io.safeops.action.northbound;

import io.safeops.action.FactPredicate;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.derive.VmPorts;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that a VM's port is bound on this host, that its interface there has its {@code
 * iface-id}, and that its flows are installed.
 */
record VmPortServed(String port, String host) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.SWITCH, FactsPart.COMPONENTS, FactsPart.BINDINGS)
        .only(List.of(host));
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<VmPort> found =
        VmPorts.of(cluster).stream().filter(each -> each.name().equals(port)).toList();
    if (found.isEmpty()) {
      return Optional.of("the Northbound has no such port of a VM");
    }
    return found.stream().anyMatch(this::holds)
        ? Optional.empty()
        : Optional.of(evidence(found.get(0)));
  }

  private boolean holds(VmPort found) {
    return found.host().equals(host) && found.isPlugged() && found.isServed();
  }

  private String evidence(VmPort found) {
    List<String> words = new ArrayList<>();
    if (!found.isFound()) {
      words.add("no interface on " + host + " belongs to it");
    } else if (!found.host().equals(host)) {
      words.add("its interface is on " + found.host());
    } else if (!found.isPlugged()) {
      words.add("interface " + found.interfaceName() + " has iface-id '" + found.carries() + "'");
    }
    if (!found.boundTo().equals(host)) {
      words.add(
          found.boundTo().isEmpty() ? "it is not bound" : "it is bound on " + found.boundTo());
    }
    if (!found.up()) {
      words.add("the Southbound does not say that it is up");
    }
    if (found.isFound() && !found.installed()) {
      words.add("ovn-controller has not installed its flows");
    }
    return String.join(", ", words);
  }
}
