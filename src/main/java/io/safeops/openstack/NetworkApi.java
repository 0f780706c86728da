package io.safeops.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client of Neutron's API. It logs in at the first request, and again after an answer 401, which
 * means that the token has expired and the request was not handled. No other request is repeated,
 * so a change is made at most once. If the answer to a change is lost, the caller must read the
 * state again. Thread-safe: one request at a time.
 */
public final class NetworkApi {

  /** Resources requested per page. Neutron may send fewer and then says that there are more. */
  static final int PAGE_SIZE = 500;

  /** Most resources in one list: no cloud has more, so the server would never end the list. */
  static final int MAX_RESOURCES = 200_000;

  private final Cloud cloud;
  private final HttpTransport http;
  private @Nullable KeystoneSession session;

  public NetworkApi(Cloud cloud, HttpTransport http) {
    this.cloud = cloud;
    this.http = http;
  }

  /**
   * All resources of a kind that this login can see.
   *
   * @param fields the fields to return, {@code id} included; all fields if the list is empty
   */
  public List<JsonNode> list(NeutronResource kind, List<String> fields) throws OpenStackException {
    return list(kind, Map.of(), fields);
  }

  /**
   * The resources of a kind that this login can see and that have these values.
   *
   * @param filters the value by attribute
   * @param fields the fields to return, {@code id} included; all fields if the list is empty
   */
  public synchronized List<JsonNode> list(
      NeutronResource kind, Map<String, String> filters, List<String> fields)
      throws OpenStackException {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    while (true) {
      String path = kind.path() + "?" + query(filters, fields, marker);
      JsonNode page = ask("GET", kind, path, Optional.empty());
      JsonNode members = page.path(kind.plural());
      if (!members.isArray()) {
        throw new OpenStackException(location() + ": its answer has no list of " + kind.path());
      }
      members.forEach(all::add);
      if (all.size() > MAX_RESOURCES) {
        throw new OpenStackException(
            location() + ": more than " + MAX_RESOURCES + " " + kind.path());
      }
      if (!hasNext(page.path(kind.plural() + "_links"))) {
        return all;
      }
      String last = members.isEmpty() ? "" : all.get(all.size() - 1).path("id").asText();
      if (last.isEmpty() || marker.filter(last::equals).isPresent()) {
        throw new OpenStackException(
            location() + ": its list of " + kind.path() + " repeats the same page");
      }
      marker = Optional.of(last);
    }
  }

  /** Everything that this login can see of one resource; empty if there is none with this id. */
  public synchronized Optional<JsonNode> find(NeutronResource kind, String id)
      throws OpenStackException {
    try {
      return Optional.of(single(kind, ask("GET", kind, path(kind, id), Optional.empty())));
    } catch (OpenStackException e) {
      if (e.isAbsent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Creates a resource.
   *
   * @return the new resource
   * @throws OpenStackException if Neutron refused, or if it is unknown whether the resource was
   *     created; see {@link OpenStackException#isRefusal}
   */
  public synchronized JsonNode create(NeutronResource kind, ObjectNode content)
      throws OpenStackException {
    return single(
        kind, ask("POST", kind, kind.path(), Optional.of(wrapped(kind.singular(), content))));
  }

  /**
   * Changes some attributes of a resource.
   *
   * @return the changed resource
   * @throws OpenStackException if Neutron refused, or if it is unknown whether the change was made
   */
  public synchronized JsonNode update(NeutronResource kind, String id, ObjectNode content)
      throws OpenStackException {
    return single(
        kind, ask("PUT", kind, path(kind, id), Optional.of(wrapped(kind.singular(), content))));
  }

  /**
   * Replaces the tags of a resource by these tags.
   *
   * @throws OpenStackException if Neutron refused, or if it is unknown whether the change was made
   */
  public synchronized void tag(NeutronResource kind, String id, List<String> tags)
      throws OpenStackException {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    tags.forEach(content.putArray("tags")::add);
    ask("PUT", kind, path(kind, id) + "/tags", Optional.of(content));
  }

  /**
   * Deletes a resource and everything that Neutron deletes with it.
   *
   * @throws OpenStackException if Neutron refused, or if it is unknown whether the change was made
   */
  public synchronized void delete(NeutronResource kind, String id) throws OpenStackException {
    ask("DELETE", kind, path(kind, id), Optional.empty());
  }

  private JsonNode single(NeutronResource kind, JsonNode answer) throws OpenStackException {
    JsonNode one = answer.path(kind.singular());
    if (!one.isObject()) {
      throw new OpenStackException(location() + ": its answer has no " + kind.singular());
    }
    return one;
  }

  private static ObjectNode wrapped(String key, ObjectNode content) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set(key, content);
    return body;
  }

  private static String path(NeutronResource kind, String id) {
    return kind.path() + "/" + encoded(id);
  }

  private static String query(
      Map<String, String> filters, List<String> fields, Optional<String> marker) {
    StringBuilder query = new StringBuilder("limit=" + PAGE_SIZE);
    new TreeMap<>(filters)
        .forEach((key, value) -> query.append("&" + encoded(key) + "=").append(encoded(value)));
    fields.forEach(field -> query.append("&fields=").append(encoded(field)));
    marker.ifPresent(id -> query.append("&marker=").append(encoded(id)));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Does not follow the address in the link: the token is sent only to the catalogue's address. */
  private static boolean hasNext(JsonNode links) {
    for (JsonNode link : links) {
      if (link.path("rel").asText().equals("next")) {
        return true;
      }
    }
    return false;
  }

  /** Sends a request and returns the answer; an empty object if the answer has no body. */
  private JsonNode ask(String method, NeutronResource kind, String path, Optional<JsonNode> body)
      throws OpenStackException {
    boolean fresh = session == null;
    HttpCall call = call(method, session(), path, body);
    HttpAnswer answer = http.send(call);
    if (answer.status() == 401 && !fresh) {
      session = null;
      call = call(method, session(), path, body);
      answer = http.send(call);
    }
    if (answer.status() == 204) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (answer.isSuccess()) {
      return ApiJson.json(call, answer);
    }
    if (answer.status() == 401) {
      session = null;
    }
    throw new OpenStackException(
        call.description()
            + ": "
            + ApiJson.refusal(answer)
            + hint(method, kind, path, answer.status()),
        answer.status());
  }

  private static String hint(String method, NeutronResource kind, String path, int status) {
    String may = method.equals("GET") ? "read" : "change";
    return switch (status) {
      case 403 -> " (the login needs a role that may " + may + " " + kind.path() + ")";
      case 404 ->
          path.startsWith(kind.path() + "/")
              ? ""
              : " (is the service plugin for " + kind.path() + " loaded?)";
      default -> "";
    };
  }

  private KeystoneSession session() throws OpenStackException {
    KeystoneSession open = session;
    if (open == null) {
      open = KeystoneSession.open(cloud, http);
      session = open;
    }
    return open;
  }

  private static HttpCall call(
      String method, KeystoneSession open, String path, Optional<JsonNode> body) {
    URI uri = URI.create(Endpoint.withoutVersion(open.network()) + "/v2.0/" + path);
    return new HttpCall(method, uri, open.token(), body.map(json -> new Secret(json.toString())));
  }

  private String location() {
    KeystoneSession open = session;
    return open == null ? cloud.name() : Endpoint.withoutVersion(open.network());
  }

  /** The address of Neutron if it is known yet, or else the name of the cloud. */
  public synchronized String endpoint() {
    return location();
  }
}
