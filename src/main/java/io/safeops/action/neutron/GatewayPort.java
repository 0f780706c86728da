package io.safeops.action.neutron;

import io.safeops.action.FactPredicate;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.FactsPart;
import io.safeops.facts.model.FactsScope;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.ovn.LogicalPort;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The predicate that the Northbound has the port of a router's gateway on the external switch, as
 * Neutron writes it, with these addresses.
 *
 * @param router the id of the router
 */
record GatewayPort(String router, NeutronGateway wanted) implements FactPredicate {

  @Override
  public FactsScope scope() {
    return FactsScope.of(FactsPart.NORTHBOUND);
  }

  @Override
  public Optional<String> objection(Cluster cluster) {
    List<LogicalPort> ofRouter = ofRouter(cluster);
    if (ofRouter.isEmpty()) {
      return Optional.of("there is none");
    }
    return ofRouter.stream().anyMatch(this::hasAddresses)
        ? Optional.empty()
        : Optional.of("it has the addresses " + ofRouter.stream().map(GatewayPort::cidrs).toList());
  }

  /** The ports that match. */
  List<LogicalPort> found(Cluster cluster) {
    return ofRouter(cluster).stream().filter(this::hasAddresses).toList();
  }

  private List<LogicalPort> ofRouter(Cluster cluster) {
    String switchName = "neutron-" + wanted.networkId();
    return cluster.getPorts().stream()
        .filter(port -> port.switchName().equals(switchName))
        .filter(port -> port.type().equals(LogicalPort.ROUTER))
        .filter(port -> port.getDeviceOwner().equals(LogicalPort.ROUTER_GATEWAY))
        .filter(port -> port.externalIds().getOrDefault("neutron:device_id", "").equals(router))
        .toList();
  }

  private boolean hasAddresses(LogicalPort port) {
    List<String> cidrs = Arrays.asList(cidrs(port).split(" ", -1));
    return wanted.getIps().stream()
        .allMatch(ip -> cidrs.stream().anyMatch(cidr -> cidr.startsWith(ip + "/")));
  }

  private static String cidrs(LogicalPort port) {
    return port.externalIds().getOrDefault("neutron:cidrs", "");
  }
}
