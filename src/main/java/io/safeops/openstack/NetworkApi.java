package io.safeops.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Neutron's API, as far as it is read. Logs in when it is first asked, and once more when a token
 * has run out. Thread-safe: one request at a time.
 */
public final class NetworkApi {

  /** So many things at once; Neutron may give fewer and says that there are more. */
  static final int PAGE = 500;

  /** A cloud with more of one thing is no cloud, but a server that never ends. */
  static final int MOST = 200_000;

  private final Cloud cloud;
  private final HttpWay way;
  private @Nullable Session session;

  public NetworkApi(Cloud cloud, HttpWay way) {
    this.cloud = cloud;
    this.way = way;
  }

  /**
   * All things of a kind that this login may see.
   *
   * @param collection as {@code networks}
   * @param fields what to tell of each; {@code id} among them
   */
  public synchronized List<JsonNode> list(String collection, List<String> fields)
      throws OpenStackException {
    List<JsonNode> all = new ArrayList<>();
    Optional<String> marker = Optional.empty();
    while (true) {
      String query = query(fields, marker);
      JsonNode page = get(collection, query);
      JsonNode members = page.path(collection);
      if (!members.isArray()) {
        throw new OpenStackException(place() + ": its answer has no list of " + collection);
      }
      members.forEach(all::add);
      if (all.size() > MOST) {
        throw new OpenStackException(place() + ": more than " + MOST + " " + collection);
      }
      if (!hasNext(page.path(collection + "_links"))) {
        return all;
      }
      String last = members.isEmpty() ? "" : all.get(all.size() - 1).path("id").asText();
      if (last.isEmpty() || marker.filter(last::equals).isPresent()) {
        throw new OpenStackException(
            place() + ": its list of " + collection + " goes on, but not forward");
      }
      marker = Optional.of(last);
    }
  }

  private static String query(List<String> fields, Optional<String> marker) {
    StringBuilder query = new StringBuilder("limit=" + PAGE);
    fields.forEach(field -> query.append("&fields=").append(encoded(field)));
    marker.ifPresent(id -> query.append("&marker=").append(encoded(id)));
    return query.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
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

  private JsonNode get(String collection, String query) throws OpenStackException {
    boolean fresh = session == null;
    Session open = session();
    HttpAnswer answer = way.send(call(open, collection, query));
    if (answer.status() == 401 && !fresh) {
      session = null;
      open = session();
      answer = way.send(call(open, collection, query));
    }
    HttpCall call = call(open, collection, query);
    if (answer.isSuccess()) {
      return Answers.json(call, answer);
    }
    if (answer.status() == 401) {
      session = null;
    }
    throw new OpenStackException(
        call.words() + ": " + Answers.refusal(answer) + hint(collection, answer.status()));
  }

  private static String hint(String collection, int status) {
    return switch (status) {
      case 403 -> " (the login needs a role that may read " + collection + ")";
      case 404 -> " (is the service plugin for " + collection + " loaded?)";
      default -> "";
    };
  }

  private Session session() throws OpenStackException {
    Session open = session;
    if (open == null) {
      open = Session.open(cloud, way);
      session = open;
    }
    return open;
  }

  private static HttpCall call(Session open, String collection, String query) {
    String root = Endpoint.root(open.network());
    return HttpCall.get(URI.create(root + "/v2.0/" + collection + "?" + query), open.token());
  }

  private String place() {
    Session open = session;
    return open == null ? cloud.name() : Endpoint.root(open.network());
  }

  /** Where Neutron is, if that is known yet; else the name of the cloud. */
  public synchronized String endpoint() {
    return place();
  }
}
