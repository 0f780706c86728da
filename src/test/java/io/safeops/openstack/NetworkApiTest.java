package io.safeops.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.house.TestTools;
import io.safeops.openstack.FakeCloud.Asked;
import io.safeops.openstack.FakeCloud.Reply;
import io.safeops.transport.Connection;
import io.safeops.transport.command.CommandTransport;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests reading from Neutron, directly and through a node (this machine's curl). */
@Tag("process")
class NetworkApiTest extends CloudFixture {

  private static String failure(NetworkApi api) {
    return catchThrowableOfType(OpenStackException.class, () -> names(api)).getMessage();
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void needsNoLoginForAnOpenCloud(Travel travel) throws Exception {
    FakeCloud cloud =
        cloud(
            asked -> Reply.of(200, "{\"networks\": [{\"id\": \"1\", \"name\": \"öffentlich\"}]}"));

    assertThat(names(withoutLogin(cloud, travel))).containsExactly("öffentlich");
    assertThat(cloud.asked())
        .containsExactly(
            new Asked("GET", FakeCloud.NETWORKS, "limit=500&fields=id&fields=name", "", ""));
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void logsInOnceAndFindsNeutronInTheCatalogue(Travel travel) throws Exception {
    FakeCloud[] self = new FakeCloud[1];
    FakeCloud cloud =
        cloud(
            asked ->
                asked.path().equals(FakeCloud.TOKENS)
                    ? self[0].token("t0ken")
                    : Reply.of(200, "{\"networks\": []}"));
    self[0] = cloud;
    NetworkApi api = withLogin(password(cloud), travel);

    assertThat(names(api)).isEmpty();
    assertThat(names(api)).isEmpty();
    assertThat(cloud.asked())
        .extracting(Asked::path)
        .containsExactly(FakeCloud.TOKENS, FakeCloud.NETWORKS, FakeCloud.NETWORKS);
    assertThat(cloud.asked()).extracting(Asked::token).containsExactly("", "t0ken", "t0ken");
    JsonNode auth =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .readTree(cloud.asked().get(0).body())
            .path("auth");
    assertThat(auth.at("/identity/methods/0").asText()).isEqualTo("password");
    assertThat(auth.at("/identity/password/user/name").asText()).isEqualTo("safe\"ops");
    assertThat(auth.at("/identity/password/user/password").asText()).isEqualTo("p\"a\\s\tsword");
    assertThat(auth.at("/identity/password/user/domain/name").asText()).isEqualTo("Default");
    assertThat(auth.at("/scope/project/name").asText()).isEqualTo("admin");
    assertThat(api.endpoint()).isEqualTo(cloud.uri("/networking").toString());
  }

  @Test
  void anApplicationCredentialHasNoScope() throws Exception {
    Login.ApplicationCredential login =
        new Login.ApplicationCredential(
            URI.create("http://k"),
            new KeystoneReference("id", "abc", Optional.empty()),
            Optional.empty(),
            new Secret("s"));

    assertThat(login.request().value())
        .isEqualTo(
            "{\"auth\":{\"identity\":{\"application_credential\":{\"id\":\"abc\",\"secret\":\"s\"},"
                + "\"methods\":[\"application_credential\"]}}}");
    assertThat(login.toString()).doesNotContain("Secret[");
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void renewsAnExpiredTokenOnce(Travel travel) throws Exception {
    AtomicInteger tokens = new AtomicInteger();
    FakeCloud[] self = new FakeCloud[1];
    FakeCloud cloud =
        cloud(
            asked ->
                asked.path().equals(FakeCloud.TOKENS)
                    ? self[0].token("t" + tokens.incrementAndGet())
                    : asked.token().equals("t1") && self[0].asked().size() > 2
                        ? Reply.of(401, "{\"error\": {\"message\": \"expired\"}}")
                        : Reply.of(200, "{\"networks\": []}"));
    self[0] = cloud;
    NetworkApi api = withLogin(password(cloud), travel);

    names(api);
    names(api);
    assertThat(cloud.asked()).extracting(Asked::token).containsExactly("", "t1", "t1", "", "t2");
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void reportsARefusedLoginWithoutTheSecret(Travel travel) throws Exception {
    FakeCloud cloud =
        cloud(asked -> Reply.of(401, "{\"error\": {\"message\": \"" + "no".repeat(3) + "\"}}"));

    assertThat(failure(withLogin(password(cloud), travel)))
        .contains(FakeCloud.TOKENS, "does not accept the login of cloud mine")
        .doesNotContain("sword");
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void readsAllPagesFromTheSameServer(Travel travel) throws Exception {
    String next =
        ", \"networks_links\": [{\"rel\": \"next\", \"href\": \"http://evil.invalid/\"}]}";
    FakeCloud cloud =
        cloud(
            asked ->
                asked.query().endsWith("marker=a&b")
                    ? Reply.of(200, "{\"networks\": [{\"id\": \"c\", \"name\": \"last\"}]}")
                    : Reply.of(
                        200, "{\"networks\": [{\"id\": \"a&b\", \"name\": \"first\"}]" + next));

    assertThat(names(withoutLogin(cloud, travel))).containsExactly("first", "last");
    assertThat(cloud.asked()).hasSize(2);
  }

  @Test
  void stopsAtAnEndlessList() throws Exception {
    FakeCloud cloud =
        cloud(
            asked ->
                Reply.of(
                    200,
                    "{\"networks\": [{\"id\": \"a\"}], \"networks_links\": [{\"rel\": \"next\"}]}"));

    assertThat(failure(withoutLogin(cloud, Travel.DIRECTLY))).contains("repeats the same page");
  }

  /** Unexpected answers of a server, and the messages for the operator. */
  @ParameterizedTest
  @EnumSource(Travel.class)
  void refusesAnswersThatAreNotLists(Travel travel) throws Exception {
    record Odd(int status, String body, String expected) {}
    List<Odd> odds =
        List.of(
            new Odd(200, "<html>", "the answer is not JSON"),
            new Odd(200, "", "the answer is not a JSON object"),
            new Odd(200, "[]", "the answer is not a JSON object"),
            new Odd(200, "{}", "has no list of networks"),
            new Odd(200, "{\"networks\": {}}", "has no list of networks"),
            new Odd(200, "{\"a\":".repeat(60), "the answer is not JSON"),
            new Odd(302, "", "it answered 302"),
            new Odd(403, "", "it answered 403 (the login needs a role that may read networks)"),
            new Odd(404, "", "it answered 404 (is the service plugin for networks loaded?)"),
            new Odd(
                500,
                "{\"NeutronError\": {\"message\": \"boom\\u001b[31m\\nand more\"}}",
                "it answered 500: boom\ufffd[31m / and more"));
    AtomicInteger turn = new AtomicInteger();
    FakeCloud cloud =
        cloud(asked -> Reply.of(odds.get(turn.get()).status(), odds.get(turn.get()).body()));
    for (Odd odd : odds) {
      assertThat(failure(withoutLogin(cloud, travel)))
          .as("%s", odd)
          .contains(cloud.uri("/networking").toString(), odd.expected())
          .doesNotContain("limit=", "\n", "\u001b");
      turn.incrementAndGet();
    }
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void givesUpOnASilentServer(Travel travel) throws Exception {
    FakeCloud cloud = cloud(asked -> Reply.of(0, ""));
    NetworkApi api =
        new NetworkApi(
            Cloud.open(cloud.uri("/networking"), Optional.empty()),
            http(travel, Duration.ofSeconds(1)));

    assertThat(failure(api))
        .containsPattern("no complete answer within 1 s|Operation timed out after 1");
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void reportsThatNoServerListens(Travel travel) throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    NetworkApi api =
        new NetworkApi(
            Cloud.open(URI.create("http://127.0.0.1:" + closed), Optional.empty()),
            http(travel, LIMIT));

    assertThat(failure(api)).contains("GET http://127.0.0.1:" + closed + "/v2.0/networks");
    assertThat(failure(api)).containsPattern("no connection|Failed to connect");
  }

  @Test
  void selectsTheEndpointByRegion() throws Exception {
    FakeCloud[] self = new FakeCloud[1];
    FakeCloud cloud = cloud(asked -> self[0].token("t"));
    self[0] = cloud;
    for (var expected :
        java.util.Map.of(
                "", "several addresses of the network service (public): set `region_name`",
                "three", "no address of the network service (public, region three)")
            .entrySet()) {
      NetworkApi api =
          new NetworkApi(
              new Cloud(
                  "mine",
                  password(cloud),
                  Optional.empty(),
                  Optional.of(expected.getKey()).filter(region -> !region.isEmpty()),
                  "public",
                  Optional.empty()),
              http(Travel.DIRECTLY, LIMIT));
      assertThat(failure(api)).contains(expected.getValue());
    }
  }

  /** On a node every user can see the arguments of a process. */
  @Test
  void passesSecretsToANodeOnlyOnStandardInput() throws Exception {
    TestTools.need("curl");
    List<List<String>> seen = new ArrayList<>();
    FakeCloud[] self = new FakeCloud[1];
    FakeCloud cloud = cloud(asked -> self[0].token("t0ken"));
    self[0] = cloud;
    try (Connection local = CommandTransport.local().open(LIMIT)) {
      Connection watched = new WatchedConnection(local, seen);
      HttpTransport http = new HttpThroughNode("ctl", () -> watched, LIMIT);
      KeystoneSession session =
          KeystoneSession.open(
              new Cloud(
                  "mine",
                  password(cloud),
                  Optional.empty(),
                  Optional.of("one"),
                  "public",
                  Optional.empty()),
              http);
      assertThat(session.token()).contains(new Secret("t0ken"));
      assertThat(session.toString()).doesNotContain("t0ken");
    }
    assertThat(seen).containsOnly(List.of("curl", "-q", "--config", "-"));
  }
}
