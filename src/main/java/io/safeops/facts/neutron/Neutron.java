package io.safeops.facts.neutron;

import java.util.List;
import java.util.Optional;

/**
 * Neutron's networks, routers and floating IPs. Neutron owns the Northbound, so they say what it
 * should hold.
 *
 * @param endpoint the address of the API
 * @param networks empty if the API could not be asked, which {@code problem} says
 * @param routers also empty if no service plugin for routers is loaded
 * @param floatingIps of all networks; also empty in the same case as {@code routers}
 * @param problem the reason why the API could not be asked
 */
public record Neutron(
    String endpoint,
    List<NeutronNetwork> networks,
    List<NeutronRouter> routers,
    List<NeutronFloatingIp> floatingIps,
    Optional<String> problem) {

  public Neutron {
    networks = List.copyOf(networks);
    routers = List.copyOf(routers);
    floatingIps = List.copyOf(floatingIps);
    if (problem.isPresent() && !(networks.isEmpty() && routers.isEmpty())) {
      throw new IllegalArgumentException("Neutron could not be asked, and answered");
    }
  }

  /** The facts if the API could not be asked. */
  public static Neutron unread(String endpoint, String problem) {
    return new Neutron(endpoint, List.of(), List.of(), List.of(), Optional.of(problem));
  }

  public Optional<NeutronNetwork> network(String id) {
    return networks.stream().filter(network -> network.id().equals(id)).findFirst();
  }

  /** A copy in which this router replaces the one with the same id. */
  public Neutron withRouter(NeutronRouter router) {
    return new Neutron(
        endpoint,
        networks,
        routers.stream().map(each -> each.id().equals(router.id()) ? router : each).toList(),
        floatingIps,
        problem);
  }
}
