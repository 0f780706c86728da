package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ApiUndo;
import io.safeops.action.footprint.NeutronContent;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.facts.neutron.NeutronAddress;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The undo that gives a router its old gateway and routes back, with the old address. It touches
 * the router only if it has no gateway or the gateway that this run set; a gateway that somebody
 * else set stays.
 *
 * @param before the router as it was
 * @param set the gateway that this run set or may have set; its addresses are empty if Neutron
 *     chose them and its answer is not known
 * @param kept the routes that stayed while there was no gateway
 */
public record RouterGatewayUndo(NeutronRouter before, NeutronGateway set, List<String> kept)
    implements ApiUndo {

  public static final String KIND = RouterGateway.NAME;

  public RouterGatewayUndo {
    kept = kept.stream().sorted().toList();
  }

  @Override
  public JsonNode record() {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("kind", KIND).put("router", before.id()).put("name", before.name());
    before.gateway().ifPresent(gateway -> record.set("gateway", json(gateway)));
    before.routes().forEach(record.putArray("routes")::add);
    record.set("set", json(set));
    kept.forEach(record.putArray("kept")::add);
    return record;
  }

  private static ObjectNode json(NeutronGateway gateway) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("network", gateway.networkId()).put("snat", gateway.snat());
    gateway.qosPolicy().ifPresent(policy -> json.put("qos", policy));
    ArrayNode addresses = json.putArray("addresses");
    for (NeutronAddress address : gateway.addresses()) {
      addresses.addObject().put("subnet", address.subnetId()).put("ip", address.ip());
    }
    return json;
  }

  /**
   * @throws IllegalArgumentException when it is not such a record
   */
  public static RouterGatewayUndo read(JsonNode record) {
    return new RouterGatewayUndo(
        new NeutronRouter(
            record.path("router").asText(),
            record.path("name").asText(),
            record.has("gateway") ? Optional.of(gateway(record.get("gateway"))) : Optional.empty(),
            texts(record.path("routes"))),
        gateway(record.path("set")),
        texts(record.path("kept")));
  }

  private static NeutronGateway gateway(JsonNode json) {
    List<NeutronAddress> addresses = new ArrayList<>();
    for (JsonNode address : json.path("addresses")) {
      addresses.add(
          new NeutronAddress(address.path("subnet").asText(), address.path("ip").asText()));
    }
    return new NeutronGateway(
        json.path("network").asText(),
        addresses,
        json.path("snat").asBoolean(true),
        json.has("qos") ? Optional.of(json.path("qos").asText()) : Optional.empty());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  @Override
  public List<String> restore(NetworkApi api) throws OpenStackException {
    Optional<NeutronRouter> found = NeutronFacts.router(api, before.id());
    if (found.isEmpty()) {
      return List.of(words() + " is gone from Neutron");
    }
    try {
      return restore(new GatewayRequests(api, before.id()), found.get());
    } catch (OpenStackException e) {
      if (e.isRefusal()) {
        return List.of(words() + ": " + e.getMessage());
      }
      throw e;
    }
  }

  private List<String> restore(GatewayRequests requests, NeutronRouter found)
      throws OpenStackException {
    NeutronRouter now = found;
    if (!now.gateway().equals(before.gateway())) {
      Optional<NeutronGateway> other =
          now.gateway().filter(gateway -> !GatewayRequests.isAt(gateway, set));
      if (other.isPresent()) {
        return List.of(conflict(now));
      }
      now = gatewayAgain(requests, now);
    }
    if (!now.routes().equals(before.routes())) {
      if (!now.routes().equals(kept)) {
        return List.of(conflict(now));
      }
      now = requests.setRoutes(before.routes());
    }
    return now.gateway().equals(before.gateway()) && now.routes().equals(before.routes())
        ? List.of()
        : List.of(words() + " is not as it was: " + GatewayRequests.words(now));
  }

  /**
   * Sets the old gateway, after unsetting the present one. If Neutron 26.0 with OVN 25.03 sets one
   * gateway over another, it reports the old address while the logical router port keeps the new
   * one (seen in the lab).
   */
  private NeutronRouter gatewayAgain(GatewayRequests requests, NeutronRouter found)
      throws OpenStackException {
    NeutronRouter now = found;
    if (now.gateway().isPresent()) {
      if (now.routes().equals(before.routes()) && !kept.equals(before.routes())) {
        requests.setRoutes(kept);
      }
      now = requests.setGateway(Optional.empty());
    }
    return before.gateway().isPresent() ? requests.setGateway(before.gateway()) : now;
  }

  private String conflict(NeutronRouter now) {
    return words()
        + ": somebody else changed it in the meantime, so it was not touched: it has "
        + GatewayRequests.words(now)
        + "; it had "
        + GatewayRequests.words(before)
        + ", and this run set "
        + GatewayRequests.words(Optional.of(set));
  }

  private String words() {
    return "router " + NeutronContent.words(before);
  }
}
