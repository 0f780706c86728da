package io.safeops.action.neutron;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.openstack.Cloud;
import io.safeops.openstack.HttpAnswer;
import io.safeops.openstack.HttpCall;
import io.safeops.openstack.HttpTransport;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Neutron in memory, with the parts that the actions need. It refuses what Neutron 21.0 refused
 * in the lab, and can fail at any request that changes something.
 */
public final class FakeNeutron implements HttpTransport {

  /** The result of one request that changes something. */
  enum Fate {
    /** It never arrives. */
    LOST,
    /** It is done, and the answer is lost. */
    UNANSWERED,
    REFUSED
  }

  static final String EXTERNAL = "n-external";
  static final String ROUTER = "r-edge";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, Map<String, ObjectNode>> things = new LinkedHashMap<>();
  private final List<String> changes = new ArrayList<>();
  private int made;
  private int failing = -1;
  private Fate fate = Fate.LOST;

  public FakeNeutron() {
    for (String kind :
        List.of(
            "networks",
            "segments",
            "subnets",
            "ports",
            "routers",
            "floatingips",
            "rbac-policies")) {
      things.put(kind, new LinkedHashMap<>());
    }
    put("networks", "{'id': 'n-external', 'name': 'public', 'router:external': true}");
    put("subnets", "{'id': 's-external', 'network_id': 'n-external', 'cidr': '192.0.2.0/24'}");
  }

  NetworkApi api() {
    return new NetworkApi(Cloud.open(URI.create("http://192.0.2.11:9696"), Optional.empty()), this);
  }

  public io.safeops.facts.neutron.Neutron facts() {
    return NeutronFacts.read(api());
  }

  /** Adds a resource, or replaces the one with its id. */
  public void put(String kind, String json) {
    ObjectNode thing = parse(json.replace('\'', '"'));
    of(kind).put(thing.path("id").asText(), thing);
  }

  ObjectNode get(String kind, String id) {
    return of(kind).get(id).deepCopy();
  }

  List<ObjectNode> all(String kind) {
    return of(kind).values().stream().map(ObjectNode::deepCopy).toList();
  }

  /** From now on the change with this number, from 0, has this fate. */
  void fail(int number, Fate newFate) {
    changes.clear();
    failing = number;
    fate = newFate;
  }

  /** The requests for a change since the last {@link #fail}. */
  List<String> changes() {
    return List.copyOf(changes);
  }

  private Map<String, ObjectNode> of(String kind) {
    return things.get(kind);
  }

  @Override
  public HttpAnswer send(HttpCall call) throws OpenStackException {
    String[] path = call.uri().getRawPath().substring("/v2.0/".length()).split("/");
    if (call.method().equals("GET")) {
      return path.length == 1 ? list(path[0], call.uri().getRawQuery()) : one(path[0], path[1]);
    }
    int number = changes.size();
    changes.add(call.method() + " " + String.join("/", path));
    if (number == failing && fate == Fate.LOST) {
      throw new OpenStackException("it never arrived");
    }
    if (number == failing && fate == Fate.REFUSED) {
      return refusal(409, "not now");
    }
    HttpAnswer answer = change(call, path);
    if (number == failing) {
      throw new OpenStackException("no answer");
    }
    return answer;
  }

  private HttpAnswer list(String kind, String query) {
    ObjectNode answer = JSON.createObjectNode();
    var members = answer.putArray(kind.replace('-', '_'));
    for (ObjectNode thing : of(kind).values()) {
      boolean fits = true;
      for (String pair : query.split("&")) {
        String key = decoded(pair.substring(0, pair.indexOf('=')));
        String value = decoded(pair.substring(pair.indexOf('=') + 1));
        if (key.equals("fixed_ips")) {
          fits &= thing.path("ip").asText().equals(value.replace("ip_address=", ""));
        } else if (!key.equals("limit") && !key.equals("fields")) {
          fits &= thing.path(key).asText().equals(value);
        }
      }
      if (fits) {
        members.add(thing.deepCopy());
      }
    }
    return answer(200, answer);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private HttpAnswer one(String kind, String id) {
    ObjectNode thing = of(kind).get(id);
    return thing == null ? refusal(404, "not found") : answer(200, wrapped(kind, thing));
  }

  private static ObjectNode wrapped(String kind, ObjectNode thing) {
    ObjectNode answer = JSON.createObjectNode();
    answer.set(single(kind), thing.deepCopy());
    return answer;
  }

  private static String single(String kind) {
    return kind.equals("rbac-policies") ? "rbac_policy" : kind.substring(0, kind.length() - 1);
  }

  private HttpAnswer change(HttpCall call, String[] path) {
    ObjectNode content =
        call.body().map(body -> parse(body.value())).orElseGet(JSON::createObjectNode);
    if (call.method().equals("DELETE")) {
      return delete(path[0], path[1]);
    }
    if (call.method().equals("POST")) {
      ObjectNode thing = JSON.createObjectNode().put("id", "new-" + ++made);
      thing.setAll((ObjectNode) content.get(single(path[0])));
      of(path[0]).put(thing.path("id").asText(), thing);
      return answer(201, wrapped(path[0], thing));
    }
    ObjectNode thing = of(path[0]).get(path[1]);
    if (thing == null) {
      return refusal(404, "not found");
    }
    if (path.length == 3) {
      thing.set("tags", content.get("tags"));
      return answer(200, content);
    }
    JsonNode update = content.get(single(path[0]));
    if (update.has("external_gateway_info")) {
      return gateway(thing, update.get("external_gateway_info"));
    }
    thing.setAll((ObjectNode) update);
    return answer(200, wrapped(path[0], thing));
  }

  private HttpAnswer delete(String kind, String id) {
    if (of("ports").values().stream()
        .anyMatch(port -> port.path("network_id").asText().equals(id))) {
      return refusal(409, "There are one or more ports still in use on the network");
    }
    if (of(kind).remove(id) == null) {
      return refusal(404, "not found");
    }
    of("subnets").values().removeIf(subnet -> subnet.path("network_id").asText().equals(id));
    of("rbac-policies").values().removeIf(share -> share.path("object_id").asText().equals(id));
    return answer(204, JSON.createObjectNode());
  }

  private HttpAnswer gateway(ObjectNode router, JsonNode wanted) {
    if (of("floatingips").values().stream()
        .anyMatch(each -> each.path("router_id").asText().equals(ROUTER))) {
      return refusal(409, "required by one or more floating IPs");
    }
    if (wanted.isEmpty()) {
      for (JsonNode route : router.path("routes")) {
        if (route.path("nexthop").asText().startsWith("192.0.2.")) {
          return refusal(400, "the nexthop is not connected with router");
        }
      }
      router.putNull("external_gateway_info");
      return answer(200, wrapped("routers", router));
    }
    ObjectNode info = JSON.createObjectNode();
    info.set("network_id", wanted.get("network_id"));
    info.put("enable_snat", wanted.path("enable_snat").asBoolean(true));
    String ip = wanted.at("/external_fixed_ips/0/ip_address").asText("192.0.2.199");
    info.putArray("external_fixed_ips")
        .addObject()
        .put("subnet_id", "s-external")
        .put("ip_address", ip.isEmpty() ? "192.0.2.199" : ip);
    if (wanted.has("qos_policy_id")) {
      info.set("qos_policy_id", wanted.get("qos_policy_id"));
    }
    router.set("external_gateway_info", info);
    return answer(200, wrapped("routers", router));
  }

  private static HttpAnswer refusal(int status, String message) {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("NeutronError").put("type", "Some").put("message", message);
    return answer(status, answer);
  }

  private static HttpAnswer answer(int status, ObjectNode body) {
    return new HttpAnswer(status, Map.of(), body.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
