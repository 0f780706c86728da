package io.safeops.facts.neutron;

import java.util.List;
import java.util.Optional;

/**
 * What Neutron says of its networks and routers: what the Northbound should hold by the account of
 * the one who owns it.
 *
 * @param endpoint where it was asked
 * @param networks empty when it could not be asked, which {@code problem} says
 * @param routers empty where no service plugin for routers is loaded, too
 * @param floatingIps of all networks, as {@code routers}
 * @param problem why it could not be asked
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

  /** It could not be asked. */
  public static Neutron unread(String endpoint, String problem) {
    return new Neutron(endpoint, List.of(), List.of(), List.of(), Optional.of(problem));
  }

  public Optional<NeutronNetwork> network(String id) {
    return networks.stream().filter(network -> network.id().equals(id)).findFirst();
  }

  /** With the router of the same id in its place. */
  public Neutron withRouter(NeutronRouter router) {
    return new Neutron(
        endpoint,
        networks,
        routers.stream().map(each -> each.id().equals(router.id()) ? router : each).toList(),
        floatingIps,
        problem);
  }
}
