package io.safeops.facts.neutron;

import io.safeops.document.Preconditions;
import java.util.List;
import java.util.Optional;

/**
 * A router as Neutron's API shows it.
 *
 * @param id its UUID; ML2/OVN names the logical router {@code neutron-ID}
 * @param name the name that its owner gave it: any text, not unique
 * @param gateway empty if it leads to no external network
 * @param routes the routes that its owner added, as {@code 198.51.100.0/24 via 192.0.2.1}, sorted
 */
public record NeutronRouter(
    String id, String name, Optional<NeutronGateway> gateway, List<String> routes) {

  public NeutronRouter {
    Preconditions.name("id of a router", id);
    routes = routes.stream().sorted().toList();
  }

  public NeutronRouter withGateway(NeutronGateway newGateway) {
    return new NeutronRouter(id, name, Optional.of(newGateway), routes);
  }
}
