package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.action.ApiChange;
import io.safeops.action.footprint.NeutronContent;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The change that unsets the gateway of a router and sets it again. Routes over the old gateway are
 * removed in between: Neutron refuses to unset a gateway that a route needs (seen on 21.0: 400,
 * "the nexthop is not connected with router").
 *
 * @param before the router as it was reviewed
 * @param wanted the gateway to set; the subnets of its addresses may be empty
 */
record RouterGatewayChange(NeutronRouter before, NeutronGateway wanted) implements ApiChange {

  @Override
  public void act(NetworkApi api, Keeper keeper) throws OpenStackException, IOException {
    requireAsReviewed(api);
    requireUnused(api);
    requireTakes(api);
    List<String> kept = new ArrayList<>(before.routes());
    List<String> over = routesOverGateway(api);
    kept.removeAll(over);
    RouterGatewayUndo undo = new RouterGatewayUndo(before, wanted, kept);
    GatewayRequests requests = new GatewayRequests(api, before.id());

    keeper.keep(undo);
    if (!over.isEmpty()) {
      requests.setRoutes(kept);
    }
    if (before.gateway().isPresent()) {
      requests.setGateway(Optional.empty());
    }
    NeutronRouter now = requests.setGateway(Optional.of(wanted));
    keeper.keep(new RouterGatewayUndo(before, now.gateway().orElse(wanted), kept));
    if (!over.isEmpty()) {
      now = requests.setRoutes(before.routes());
    }
    if (!GatewayRequests.holds(now, wanted) || !now.routes().equals(before.routes())) {
      throw new OpenStackException(words() + " is not as requested: " + GatewayRequests.words(now));
    }
  }

  private String words() {
    return "router " + NeutronContent.words(before);
  }

  private OpenStackException untouched(String why) {
    return new OpenStackException(words() + ": " + why + "; nothing was changed");
  }

  private void requireAsReviewed(NetworkApi api) throws OpenStackException {
    Optional<JsonNode> raw = api.find(NeutronResource.ROUTER, before.id());
    if (raw.isEmpty()) {
      throw untouched("it is gone");
    }
    if (raw.get().path("external_gateways").size() > 1) {
      throw untouched("it has several gateways, and safeops can restore only one");
    }
    NeutronRouter now = NeutronFacts.router(api, before.id()).orElse(before);
    if (!now.gateway().equals(before.gateway()) || !now.routes().equals(before.routes())) {
      throw untouched("it has changed since the review: " + GatewayRequests.words(now));
    }
  }

  private void requireUnused(NetworkApi api) throws OpenStackException {
    List<String> floating =
        api
            .list(
                NeutronResource.FLOATING_IP,
                Map.of("router_id", before.id()),
                List.of("id", "floating_ip_address"))
            .stream()
            .map(each -> each.path("floating_ip_address").asText())
            .toList();
    if (!floating.isEmpty()) {
      throw untouched("floating IPs use its gateway: " + String.join(", ", floating));
    }
  }

  /** Checks what Neutron would refuse only after the old gateway is gone. */
  private void requireTakes(NetworkApi api) throws OpenStackException {
    JsonNode network =
        api.find(NeutronResource.NETWORK, wanted.networkId())
            .orElseThrow(() -> untouched("network " + wanted.networkId() + " is gone"));
    if (!network.path("router:external").asBoolean(false)) {
      throw untouched("network " + wanted.networkId() + " is not external");
    }
    for (String ip : wanted.getIps()) {
      for (JsonNode port :
          api.list(
              NeutronResource.PORT,
              Map.of("network_id", wanted.networkId(), "fixed_ips", "ip_address=" + ip),
              List.of("id", "device_id", "device_owner"))) {
        if (!port.path("device_id").asText().equals(before.id())) {
          throw untouched(
              "port "
                  + port.path("id").asText()
                  + " ("
                  + port.path("device_owner").asText()
                  + ") has address "
                  + ip);
        }
      }
    }
    if (wanted.addresses().stream().anyMatch(each -> each.subnetId().isEmpty())) {
      requireInSubnet(api);
    }
  }

  private void requireInSubnet(NetworkApi api) throws OpenStackException {
    List<Prefix> subnets = subnets(api, wanted.networkId());
    for (String ip : wanted.getIps()) {
      if (subnets.stream().noneMatch(subnet -> subnet.holds(ip))) {
        throw untouched(ip + " is in no subnet of network " + wanted.networkId());
      }
    }
  }

  private static List<Prefix> subnets(NetworkApi api, String network) throws OpenStackException {
    return api
        .list(NeutronResource.SUBNET, Map.of("network_id", network), List.of("id", "cidr"))
        .stream()
        .map(subnet -> Prefix.read(subnet.path("cidr").asText()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The routes whose next hop is reached through the gateway. */
  private List<String> routesOverGateway(NetworkApi api) throws OpenStackException {
    if (before.routes().isEmpty() || before.gateway().isEmpty()) {
      return List.of();
    }
    String network = before.gateway().get().networkId();
    List<Prefix> subnets = subnets(api, network);
    List<String> over =
        before.routes().stream()
            .filter(
                route ->
                    subnets.stream()
                        .anyMatch(subnet -> subnet.holds(GatewayRequests.nextHop(route))))
            .toList();
    if (!over.isEmpty() && !Objects.equals(network, wanted.networkId())) {
      throw untouched(
          "its routes " + over + " use the gateway that it would lose: remove them first");
    }
    return over;
  }
}
