package io.safeops.action.neutron;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.facts.neutron.NeutronAddress;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.NeutronResource;
import io.safeops.openstack.OpenStackException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The requests that change one router. Each is sent once, and the router is read afterwards. A
 * request whose answer was lost counts as done if the router then is as requested.
 */
final class GatewayRequests {

  private final NetworkApi api;
  private final String router;

  GatewayRequests(NetworkApi api, String router) {
    this.api = api;
    this.router = router;
  }

  /**
   * Sets or unsets the gateway.
   *
   * @return the router as read afterwards
   */
  NeutronRouter setGateway(Optional<NeutronGateway> gateway) throws OpenStackException {
    if (gateway.isEmpty()) {
      return put(
          content("external_gateway_info", JsonNodeFactory.instance.objectNode()),
          now -> now.gateway().isEmpty());
    }
    NeutronGateway wanted = gateway.get();
    // By default only an administrator may set SNAT in Neutron: it is sent only if it is not the
    // default.
    NeutronRouter now = put(gateway(wanted, !wanted.snat()), each -> holds(each, wanted));
    return now.gateway().map(NeutronGateway::snat).orElse(wanted.snat()) == wanted.snat()
        ? now
        : put(gateway(wanted, true), each -> holds(each, wanted));
  }

  /** Sets the routes, written as in the facts. */
  NeutronRouter setRoutes(List<String> routes) throws OpenStackException {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (String route : routes) {
      list.addObject()
          .put("destination", route.substring(0, Math.max(0, route.indexOf(' '))))
          .put("nexthop", nextHop(route));
    }
    return put(content("routes", list), now -> now.routes().equals(routes));
  }

  static String nextHop(String route) {
    return route.substring(route.lastIndexOf(' ') + 1);
  }

  private NeutronRouter put(ObjectNode content, Predicate<NeutronRouter> done)
      throws OpenStackException {
    try {
      api.update(NeutronResource.ROUTER, router, content);
    } catch (OpenStackException e) {
      if (e.isRefusal() || !done.test(read())) {
        throw e;
      }
    }
    return read();
  }

  NeutronRouter read() throws OpenStackException {
    return NeutronFacts.router(api, router)
        .orElseThrow(() -> new OpenStackException("router " + router + " is gone from Neutron"));
  }

  private static ObjectNode content(String key, com.fasterxml.jackson.databind.JsonNode value) {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    content.set(key, value);
    return content;
  }

  private static ObjectNode gateway(NeutronGateway wanted, boolean sayingSnat) {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("network_id", wanted.networkId());
    if (!wanted.addresses().isEmpty()) {
      ArrayNode addresses = info.putArray("external_fixed_ips");
      for (NeutronAddress address : wanted.addresses()) {
        ObjectNode each = addresses.addObject().put("ip_address", address.ip());
        if (!address.subnetId().isEmpty()) {
          each.put("subnet_id", address.subnetId());
        }
      }
    }
    if (sayingSnat) {
      info.put("enable_snat", wanted.snat());
    }
    wanted.qosPolicy().ifPresent(policy -> info.put("qos_policy_id", policy));
    return content("external_gateway_info", info);
  }

  /** Whether the router has this gateway. Values that the gateway leaves open are not compared. */
  static boolean holds(NeutronRouter now, NeutronGateway wanted) {
    return now.gateway()
        .filter(gateway -> isAt(gateway, wanted))
        .filter(gateway -> gateway.snat() == wanted.snat())
        .filter(gateway -> gateway.qosPolicy().equals(wanted.qosPolicy()))
        .isPresent();
  }

  /**
   * Whether the gateway is on the wanted network, and has the wanted addresses if these are known.
   */
  static boolean isAt(NeutronGateway gateway, NeutronGateway wanted) {
    return gateway.networkId().equals(wanted.networkId())
        && (wanted.addresses().isEmpty()
            || new TreeSet<>(gateway.getIps()).equals(new TreeSet<>(wanted.getIps())));
  }

  static String words(NeutronRouter router) {
    return words(router.gateway()) + ", routes " + router.routes();
  }

  static String words(Optional<NeutronGateway> gateway) {
    return gateway
        .map(
            known ->
                "gateway on network "
                    + known.networkId()
                    + " as "
                    + known.getIps()
                    + (known.snat() ? "" : " without SNAT")
                    + known.qosPolicy().map(policy -> " QoS policy " + policy).orElse(""))
        .orElse("no gateway");
  }
}
