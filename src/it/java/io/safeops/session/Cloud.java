package io.safeops.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.lab.Lab;
import io.safeops.lab.Lab.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;

/** The API of the lab's Neutron, called with curl on ctl. */
final class Cloud {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "http://127.0.0.1:9696/v2.0/";

  /** Attributes that differ on a network that was made again, or that change by themselves. */
  private static final Set<String> NO_CONTENT =
      Set.of("id", "network_id", "subnets", "created_at", "updated_at", "revision_number");

  private final Lab lab;

  Cloud(Lab lab) {
    this.lab = lab;
  }

  /** The answer to a GET. */
  JsonNode get(String path) {
    return call("GET", path, "");
  }

  /** Makes a resource and returns it. */
  JsonNode post(String path, String body) {
    return call("POST", path, body).iterator().next();
  }

  JsonNode put(String path, String body) {
    return call("PUT", path, body);
  }

  void delete(String path) {
    call("DELETE", path, "");
  }

  private JsonNode call(String method, String path, String body) {
    Answer answer =
        lab.script(
            "ctl",
            "curl -sS --fail-with-body -m 60 -X %s -H 'Content-Type: application/json' %s '%s%s'"
                .formatted(method, body.isEmpty() ? "" : "--data '" + body + "'", API, path));
    assertThat(answer.exit()).as("%s %s: %s%s", method, path, answer.out(), answer.err()).isZero();
    try {
      return JSON.readTree(answer.out());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean answers() {
    return lab.exec("ctl", "curl", "-fs", "-m", "5", "-o", "/dev/null", API + "networks").ok();
  }

  /** The id of the resource of that name. */
  String id(String kind, String name) {
    JsonNode found = get(kind + "?name=" + name).path(kind);
    assertThat(found).as(name).hasSize(1);
    return found.get(0).path("id").asText();
  }

  /**
   * Makes a network without subnets and returns its id.
   *
   * @param more attributes, each after a comma
   */
  String network(String name, String more) {
    return post(
            "networks",
            "{\"network\": {\"name\": \"" + name + "\", \"project_id\": \"lab\"" + more + "}}")
        .path("id")
        .asText();
  }

  /**
   * Makes the network {@code spare}. No port is on it, and most of its attributes differ from
   * Neutron's defaults.
   */
  String spareNetwork() {
    String made =
        network("spare", ", \"mtu\": 1400, \"shared\": true, \"description\": \"nobody uses it\"");
    put("networks/" + made + "/tags", "{\"tags\": [\"kept\", \"by hand\"]}");
    String head = "{\"subnet\": {\"project_id\": \"lab\", \"network_id\": \"" + made + "\", ";
    String four =
        post(
                "subnets",
                head
                    + "\"name\": \"four\", \"ip_version\": 4, \"cidr\": \"10.8.0.0/24\","
                    + " \"gateway_ip\": null, \"enable_dhcp\": false,"
                    + " \"dns_nameservers\": [\"192.0.2.53\", \"192.0.2.9\"],"
                    + " \"allocation_pools\": [{\"start\": \"10.8.0.50\", \"end\": \"10.8.0.60\"},"
                    + " {\"start\": \"10.8.0.10\", \"end\": \"10.8.0.20\"}],"
                    + " \"host_routes\": [{\"destination\": \"198.51.100.0/24\","
                    + " \"nexthop\": \"10.8.0.2\"}]}}")
            .path("id")
            .asText();
    put("subnets/" + four + "/tags", "{\"tags\": [\"v4\"]}");
    post(
        "subnets",
        head
            + "\"name\": \"six\", \"ip_version\": 6, \"cidr\": \"2001:db8:7::/64\","
            + " \"ipv6_ra_mode\": \"slaac\", \"ipv6_address_mode\": \"slaac\"}}");
    return made;
  }

  /** A network with its subnets, without the attributes that are no content. */
  Set<String> content(String network) {
    Set<String> content = new TreeSet<>();
    describe(get("networks/" + network).path("network"), content);
    for (JsonNode subnet : get("subnets?network_id=" + network).path("subnets")) {
      Set<String> own = new TreeSet<>();
      describe(subnet, own);
      content.add(own.toString());
    }
    return content;
  }

  private static void describe(JsonNode thing, Set<String> content) {
    thing
        .fields()
        .forEachRemaining(
            field -> {
              if (!NO_CONTENT.contains(field.getKey())) {
                content.add(field.getKey() + " " + words(field.getKey(), field.getValue()));
              }
            });
  }

  /** Neutron lists pools in the order of internal ids, so they are sorted here. */
  private static String words(String key, JsonNode value) {
    if (!key.equals("allocation_pools")) {
      return value.toString();
    }
    Set<String> pools = new TreeSet<>();
    value.forEach(pool -> pools.add(pool.toString()));
    return pools.toString();
  }
}
