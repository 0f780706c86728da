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

/** The lab's Neutron as its users have it: by curl, on ctl. */
final class Cloud {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "http://127.0.0.1:9696/v2.0/";

  /** What is another one on a network that was made anew, or changes by itself. */
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

  /** Makes something and returns it. */
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

  /** The id of the one of that name. */
  String id(String kind, String name) {
    JsonNode found = get(kind + "?name=" + name).path(kind);
    assertThat(found).as(name).hasSize(1);
    return found.get(0).path("id").asText();
  }

  /** A network with its subnets, without what is no content. */
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

  /** Neutron gives pools in the order of ids that nobody sees. */
  private static String words(String key, JsonNode value) {
    if (!key.equals("allocation_pools")) {
      return value.toString();
    }
    Set<String> pools = new TreeSet<>();
    value.forEach(pool -> pools.add(pool.toString()));
    return pools.toString();
  }
}
