package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * The router {@code edge} between the networks {@code tenant} and {@code public}, with a port for a
 * VM behind it. It is made through the API, as a tenant and an administrator would.
 *
 * @param external the id of the network public
 * @param vm the id of the port
 */
record EdgeRouter(Cloud cloud, String id, String external, String vm) {

  private static final String ROUTES =
      "[{\"destination\":\"198.51.100.0/24\",\"nexthop\":\"192.0.2.1\"},"
          + "{\"destination\":\"203.0.113.0/24\",\"nexthop\":\"10.7.0.9\"}]";

  /**
   * @param ip of its gateway, which has no SNAT
   */
  static EdgeRouter make(Cloud cloud, String ip) {
    String external = cloud.id("networks", "public");
    cloud.put("networks/" + external, "{\"network\": {\"router:external\": true}}");
    String tenant = cloud.network("tenant", "");
    String subnet =
        cloud
            .post(
                "subnets",
                "{\"subnet\": {\"name\": \"tenant\", \"project_id\": \"lab\", \"network_id\": \""
                    + tenant
                    + "\", \"ip_version\": 4, \"cidr\": \"10.7.0.0/24\"}}")
            .path("id")
            .asText();
    String vm =
        cloud
            .post(
                "ports",
                "{\"port\": {\"name\": \"vm\", \"project_id\": \"lab\", \"network_id\": \""
                    + tenant
                    + "\", \"device_owner\": \"compute:lab\", \"device_id\": \"vm\","
                    + " \"port_security_enabled\": false}}")
            .path("id")
            .asText();
    String id =
        cloud
            .post("routers", "{\"router\": {\"name\": \"edge\", \"project_id\": \"lab\"}}")
            .path("id")
            .asText();
    cloud.put("routers/" + id + "/add_router_interface", "{\"subnet_id\": \"" + subnet + "\"}");
    cloud.put(
        "routers/" + id,
        "{\"router\": {\"external_gateway_info\": {\"network_id\": \""
            + external
            + "\", \"enable_snat\": false, \"external_fixed_ips\": [{\"ip_address\": \""
            + ip
            + "\"}]}}}");
    cloud.put("routers/" + id, "{\"router\": {\"routes\": " + ROUTES + "}}");
    return new EdgeRouter(cloud, id, external, vm);
  }

  /** Gives the VM a floating IP. */
  JsonNode floatingIp() {
    return cloud.post(
        "floatingips",
        "{\"floatingip\": {\"project_id\": \"lab\", \"floating_network_id\": \""
            + external
            + "\", \"port_id\": \""
            + vm
            + "\"}}");
  }

  private JsonNode router() {
    return cloud.get("routers/" + id).path("router");
  }

  /** All that Neutron says about it, without the counters of its changes. */
  JsonNode content() {
    ObjectNode content = router().deepCopy();
    content.remove(List.of("updated_at", "revision_number"));
    return content;
  }

  /** Its address on the external network; empty while it has no gateway. */
  String address() {
    return router().at("/external_gateway_info/external_fixed_ips/0/ip_address").asText();
  }

  String gatewayPort() {
    JsonNode ports =
        cloud.get("ports?device_owner=network:router_gateway&device_id=" + id).path("ports");
    assertThat(ports).hasSize(1);
    return ports.get(0).path("id").asText();
  }
}
