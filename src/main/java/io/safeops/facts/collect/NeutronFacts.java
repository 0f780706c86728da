package io.safeops.facts.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronAddress;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads Neutron's networks, routers and floating IPs from its API. */
public final class NeutronFacts {

  private static final List<String> NETWORK = List.of("id", "name", "router:external");
  private static final List<String> SEGMENT =
      List.of("id", "network_id", "network_type", "physical_network", "segmentation_id");
  private static final List<String> ROUTER =
      List.of("id", "name", "external_gateway_info", "routes");
  private static final List<String> FLOATING_IP =
      List.of("id", "floating_ip_address", "floating_network_id", "router_id", "port_id");

  private NeutronFacts() {}

  /** Asks the API. If it does not answer as it should, the facts say why. */
  public static Neutron read(NetworkApi api) {
    try {
      List<JsonNode> networks = api.list(NeutronResource.NETWORK, NETWORK);
      List<JsonNode> segments = api.list(NeutronResource.SEGMENT, SEGMENT);
      List<NeutronRouter> routers = new ArrayList<>();
      for (JsonNode router : listIfAny(api, NeutronResource.ROUTER, ROUTER)) {
        routers.add(router(router));
      }
      routers.sort(Comparator.comparing(NeutronRouter::id));
      List<NeutronFloatingIp> floatingIps = new ArrayList<>();
      for (JsonNode each : listIfAny(api, NeutronResource.FLOATING_IP, FLOATING_IP)) {
        floatingIps.add(floatingIp(each));
      }
      floatingIps.sort(Comparator.comparing(NeutronFloatingIp::id));
      return new Neutron(
          UntrustedInput.text(api.endpoint()),
          networks(networks, segments),
          routers,
          floatingIps,
          Optional.empty());
    } catch (OpenStackException | FactException | IllegalArgumentException e) {
      return unread(api.endpoint(), Objects.toString(e.getMessage(), "no reason given"));
    }
  }

  /** The facts if the API could not even be asked. */
  public static Neutron unread(String endpoint, String problem) {
    return Neutron.unread(endpoint, problem);
  }

  /** Asks for one router; empty where there is none of that id. */
  public static Optional<NeutronRouter> router(NetworkApi api, String id)
      throws OpenStackException {
    Optional<JsonNode> found = api.find(NeutronResource.ROUTER, id);
    try {
      return found.isPresent() ? Optional.of(router(found.get())) : Optional.empty();
    } catch (FactException | IllegalArgumentException e) {
      throw new OpenStackException(api.endpoint() + ": router " + id + ": " + e.getMessage(), e);
    }
  }

  /** An empty list if the service plugin is not loaded, because then no such resources exist. */
  private static List<JsonNode> listIfAny(NetworkApi api, NeutronResource kind, List<String> fields)
      throws OpenStackException {
    try {
      return api.list(kind, fields);
    } catch (OpenStackException e) {
      if (e.isAbsent()) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<NeutronNetwork> networks(List<JsonNode> networks, List<JsonNode> segments)
      throws FactException {
    Map<String, List<NeutronSegment>> byNetwork = new LinkedHashMap<>();
    for (JsonNode segment : segments) {
      NeutronSegment read = segment(segment);
      byNetwork.computeIfAbsent(read.networkId(), id -> new ArrayList<>()).add(read);
    }
    List<NeutronNetwork> all = new ArrayList<>();
    for (JsonNode network : networks) {
      String id = UntrustedInput.string(network, "id");
      List<NeutronSegment> own = byNetwork.getOrDefault(id, new ArrayList<>());
      own.sort(Comparator.comparing(NeutronSegment::id));
      all.add(
          new NeutronNetwork(
              id,
              UntrustedInput.string(network, "name"),
              network.path("router:external").asBoolean(false),
              own));
    }
    all.sort(Comparator.comparing(NeutronNetwork::id));
    return all;
  }

  private static NeutronSegment segment(JsonNode segment) throws FactException {
    String type = UntrustedInput.string(segment, "network_type");
    return new NeutronSegment(
        UntrustedInput.string(segment, "id"),
        UntrustedInput.string(segment, "network_id"),
        type,
        text(segment, "physical_network"),
        type.equals("vlan")
            ? Optional.of(UntrustedInput.number(segment, "segmentation_id"))
            : Optional.empty());
  }

  private static NeutronRouter router(JsonNode router) throws FactException {
    List<String> routes = new ArrayList<>();
    for (JsonNode route : router.path("routes")) {
      routes.add(
          UntrustedInput.string(route, "destination")
              + " via "
              + UntrustedInput.string(route, "nexthop"));
    }
    JsonNode gateway = router.path("external_gateway_info");
    return new NeutronRouter(
        UntrustedInput.string(router, "id"),
        UntrustedInput.string(router, "name"),
        text(gateway, "network_id").isPresent() ? Optional.of(gateway(gateway)) : Optional.empty(),
        routes);
  }

  private static NeutronGateway gateway(JsonNode gateway) throws FactException {
    List<NeutronAddress> addresses = new ArrayList<>();
    for (JsonNode address : gateway.path("external_fixed_ips")) {
      addresses.add(
          new NeutronAddress(
              UntrustedInput.string(address, "subnet_id"),
              UntrustedInput.string(address, "ip_address")));
    }
    return new NeutronGateway(
        UntrustedInput.string(gateway, "network_id"),
        addresses,
        gateway.path("enable_snat").asBoolean(true),
        text(gateway, "qos_policy_id"));
  }

  private static NeutronFloatingIp floatingIp(JsonNode each) throws FactException {
    return new NeutronFloatingIp(
        UntrustedInput.string(each, "id"),
        UntrustedInput.string(each, "floating_ip_address"),
        UntrustedInput.string(each, "floating_network_id"),
        text(each, "router_id"),
        text(each, "port_id"));
  }

  private static Optional<String> text(JsonNode object, String key) throws FactException {
    return Optional.of(UntrustedInput.string(object, key)).filter(value -> !value.isEmpty());
  }
}
