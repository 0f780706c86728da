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
 * Neutron's API. Logs in when it is first asked, and once more when a token has run out: a request
 * that is answered with 401 was not looked into. Nothing else is ever asked twice, so that what
 * changes something is done at most once; where its answer is lost, whoever asked has to read.
 * Thread-safe: one request at a time.
 */
public final class NetworkApi {

  /** So many things at once; Neutron may give fewer and says that there are more. */
  static final int PAGE = 500;

  /** A cloud with more of one thing is no cloud, but a server that never ends. */
  static final int MOST = 200_000;

  private final Cloud cloud;
  private final HttpTransport way;
  private @Nullable KeystoneSession session;

  public NetworkApi(Cloud cloud, HttpTransport way) {
    this.cloud = cloud;
    this.way = way;
  }

  /**
   * All things of a kind that this login may see.
   *
   * @param fields what to tell of each, {@code id} among them; all of it if there are none
   */
  public List<JsonNode> list(NeutronResource kind, List<String> fields) throws OpenStackException {
    return list(kind, Map.of(), fields);
  }

  /**
   * The things of a kind that this login may see and that have these values.
   *
   * @param like value by attribute
   * @param fields what to tell of each, {@code id} among them; all of it if there are none
   */
  public synchronized List<JsonNode> list(
      NeutronResource kind, Map<String, String> like, List<String> fields)
      throws OpenStackException {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    while (true) {
      String path = kind.path() + "?" + query(like, fields, marker);
      JsonNode page = ask("GET", kind, path, Optional.empty());
      JsonNode members = page.path(kind.many());
      if (!members.isArray()) {
        throw new OpenStackException(place() + ": its answer has no list of " + kind.path());
      }
      members.forEach(all::add);
      if (all.size() > MOST) {
        throw new OpenStackException(place() + ": more than " + MOST + " " + kind.path());
      }
      if (!hasNext(page.path(kind.many() + "_links"))) {
        return all;
      }
      String last = members.isEmpty() ? "" : all.get(all.size() - 1).path("id").asText();
      if (last.isEmpty() || marker.filter(last::equals).isPresent()) {
        throw new OpenStackException(
            place() + ": its list of " + kind.path() + " goes on, but not forward");
      }
      marker = Optional.of(last);
    }
  }

  /** All that this login may see of one thing; empty where there is none of that id. */
  public synchronized Optional<JsonNode> find(NeutronResource kind, String id)
      throws OpenStackException {
    try {
      return Optional.of(one(kind, ask("GET", kind, path(kind, id), Optional.empty())));
    } catch (OpenStackException e) {
      if (e.isAbsent()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Makes a thing.
   *
   * @return as it was made
   * @throws OpenStackException when it was refused, or nobody knows whether it was made; see {@link
   *     OpenStackException#isRefusal}
   */
  public synchronized JsonNode create(NeutronResource kind, ObjectNode content)
      throws OpenStackException {
    return one(kind, ask("POST", kind, kind.path(), Optional.of(wrapped(kind.one(), content))));
  }

  /**
   * Changes some of what a thing has.
   *
   * @return as it is then
   * @throws OpenStackException when it was refused, or nobody knows whether it was done
   */
  public synchronized JsonNode update(NeutronResource kind, String id, ObjectNode content)
      throws OpenStackException {
    return one(kind, ask("PUT", kind, path(kind, id), Optional.of(wrapped(kind.one(), content))));
  }

  /**
   * Gives a thing these tags and no others.
   *
   * @throws OpenStackException when it was refused, or nobody knows whether it was done
   */
  public synchronized void tag(NeutronResource kind, String id, List<String> tags)
      throws OpenStackException {
    ObjectNode content = JsonNodeFactory.instance.objectNode();
    tags.forEach(content.putArray("tags")::add);
    ask("PUT", kind, path(kind, id) + "/tags", Optional.of(content));
  }

  /**
   * Deletes a thing, with what Neutron deletes along with it.
   *
   * @throws OpenStackException when it was refused, or nobody knows whether it was done
   */
  public synchronized void delete(NeutronResource kind, String id) throws OpenStackException {
    ask("DELETE", kind, path(kind, id), Optional.empty());
  }

  private JsonNode one(NeutronResource kind, JsonNode answer) throws OpenStackException {
    JsonNode one = answer.path(kind.one());
    if (!one.isObject()) {
      throw new OpenStackException(place() + ": its answer has no " + kind.one());
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
      Map<String, String> like, List<String> fields, Optional<String> marker) {
    StringBuilder query = new StringBuilder("limit=" + PAGE);
    new TreeMap<>(like)
        .forEach((key, value) -> query.append("&" + encoded(key) + "=").append(encoded(value)));
    fields.forEach(field -> query.append("&fields=").append(encoded(field)));
    marker.ifPresent(id -> query.append("&marker=").append(encoded(id)));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The address in the link is not followed: a token goes where the catalogue says only. */
  private static boolean hasNext(JsonNode links) {
    for (JsonNode link : links) {
      if (link.path("rel").asText().equals("next")) {
        return true;
      }
    }
    return false;
  }

  /** The answer; an empty object where it has none. */
  private JsonNode ask(String method, NeutronResource kind, String path, Optional<JsonNode> body)
      throws OpenStackException {
    boolean fresh = session == null;
    HttpCall call = call(method, session(), path, body);
    HttpAnswer answer = way.send(call);
    if (answer.status() == 401 && !fresh) {
      session = null;
      call = call(method, session(), path, body);
      answer = way.send(call);
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
        call.words() + ": " + ApiJson.refusal(answer) + hint(method, kind, path, answer.status()),
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
      open = KeystoneSession.open(cloud, way);
      session = open;
    }
    return open;
  }

  private static HttpCall call(
      String method, KeystoneSession open, String path, Optional<JsonNode> body) {
    URI uri = URI.create(Endpoint.root(open.network()) + "/v2.0/" + path);
    return new HttpCall(method, uri, open.token(), body.map(json -> new Secret(json.toString())));
  }

  private String place() {
    KeystoneSession open = session;
    return open == null ? cloud.name() : Endpoint.root(open.network());
  }

  /** Where Neutron is, if that is known yet; else the name of the cloud. */
  public synchronized String endpoint() {
    return place();
  }
}
