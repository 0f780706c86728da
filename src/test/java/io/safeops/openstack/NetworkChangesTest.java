package io.safeops.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.openstack.FakeCloud.Asked;
import io.safeops.openstack.FakeCloud.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests changes in Neutron: each is requested once, and ends as done, refused or unknown. */
@Tag("process")
class NetworkChangesTest extends CloudFixture {

  @ParameterizedTest
  @EnumSource(Travel.class)
  void makesChangesAndDeletes(Travel travel) throws Exception {
    FakeCloud cloud =
        cloud(
            asked ->
                asked.method().equals("DELETE")
                    ? Reply.of(204, "")
                    : Reply.of(200, "{\"network\": {\"id\": \"n1\", \"name\": \"now\"}}"));
    NetworkApi api = withoutLogin(cloud, travel);
    ObjectNode content = JsonNodeFactory.instance.objectNode().put("name", "\"ö\\n\"");
    content.putNull("gateway_ip");

    assertThat(api.create(NeutronResource.NETWORK, content).path("id").asText()).isEqualTo("n1");
    assertThat(api.update(NeutronResource.NETWORK, "n1", content).path("name").asText())
        .isEqualTo("now");
    api.tag(NeutronResource.NETWORK, "n1", List.of("a", "b"));
    api.delete(NeutronResource.NETWORK, "n1");

    String body = "{\"network\":{\"name\":\"\\\"ö\\\\n\\\"\",\"gateway_ip\":null}}";
    String one = FakeCloud.NETWORKS + "/n1";
    assertThat(cloud.asked())
        .containsExactly(
            new Asked("POST", FakeCloud.NETWORKS, "null", "", body),
            new Asked("PUT", one, "null", "", body),
            new Asked("PUT", one + "/tags", "null", "", "{\"tags\":[\"a\",\"b\"]}"),
            new Asked("DELETE", one, "null", "", ""));
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void aRefusedChangeIsNotMadeAndHasNeutronsMessage(Travel travel) throws Exception {
    FakeCloud cloud =
        cloud(
            asked ->
                Reply.of(
                    409,
                    "{\"NeutronError\": {\"type\": \"RouterExternalGatewayInUseByFloatingIp\","
                        + " \"message\": \"required by one or more floating IPs.\", \"detail\": \"\"}}"));
    NetworkApi api = withoutLogin(cloud, travel);

    OpenStackException refused =
        catchThrowableOfType(
            OpenStackException.class,
            () -> api.update(NeutronResource.ROUTER, "r1", JsonNodeFactory.instance.objectNode()));

    assertThat(refused.isRefusal()).isTrue();
    assertThat(refused.isAbsent()).isFalse();
    assertThat(refused)
        .hasMessageContaining("PUT ")
        .hasMessageContaining("/v2.0/routers/r1")
        .hasMessageContaining("it answered 409: required by one or more floating IPs.");
  }

  /** Neither a server error nor a missing answer is a refusal. */
  @ParameterizedTest
  @CsvSource({"500,DIRECTLY", "504,THROUGH_NODE", "0,DIRECTLY", "0,THROUGH_NODE"})
  void aChangeWithoutAnswerIsUnknownAndNotRepeated(int status, Travel travel) throws Exception {
    FakeCloud cloud = cloud(asked -> Reply.of(status, ""));
    NetworkApi api =
        new NetworkApi(
            Cloud.open(cloud.uri("/networking"), Optional.empty()),
            http(travel, Duration.ofSeconds(2)));

    OpenStackException lost =
        catchThrowableOfType(
            OpenStackException.class,
            () -> api.create(NeutronResource.NETWORK, JsonNodeFactory.instance.objectNode()));

    assertThat(lost.isRefusal()).isFalse();
    assertThat(cloud.asked()).hasSize(1);
  }

  /** Neutron answers 401 before it handles the request. */
  @Test
  void aChangeWithAnExpiredTokenIsMadeWithANewToken() throws Exception {
    FakeCloud[] self = new FakeCloud[1];
    AtomicInteger logins = new AtomicInteger();
    FakeCloud cloud =
        cloud(
            asked -> {
              if (asked.path().equals(FakeCloud.TOKENS)) {
                return self[0].token("t" + logins.incrementAndGet());
              }
              return asked.method().equals("DELETE") && asked.token().equals("t1")
                  ? Reply.of(401, "{}")
                  : Reply.of(asked.method().equals("DELETE") ? 204 : 200, "{\"networks\": []}");
            });
    self[0] = cloud;
    NetworkApi api = withLogin(password(cloud), Travel.DIRECTLY);
    assertThat(names(api)).isEmpty();

    api.delete(NeutronResource.NETWORK, "n1");

    assertThat(cloud.asked())
        .filteredOn(asked -> asked.method().equals("DELETE"))
        .extracting(Asked::token)
        .containsExactly("t1", "t2");
  }

  @ParameterizedTest
  @EnumSource(Travel.class)
  void aMissingResourceIsEmpty(Travel travel) throws Exception {
    FakeCloud cloud =
        cloud(
            asked ->
                asked.path().endsWith("/n1")
                    ? Reply.of(200, "{\"network\": {\"id\": \"n1\"}}")
                    : Reply.of(404, "{\"NeutronError\": {\"message\": \"not found\"}}"));
    NetworkApi api = withoutLogin(cloud, travel);

    assertThat(api.find(NeutronResource.NETWORK, "n1")).isPresent();
    assertThat(api.find(NeutronResource.NETWORK, "n 2/../x")).isEmpty();
    assertThat(cloud.asked().get(1).path()).endsWith("/networks/n 2/../x");
  }

  @Test
  void listsResourcesWithTheseValues() throws Exception {
    FakeCloud cloud = cloud(asked -> Reply.of(200, "{\"networks\": []}"));

    withoutLogin(cloud, Travel.DIRECTLY)
        .list(NeutronResource.NETWORK, Map.of("name", "a b&c"), List.of("id"));

    assertThat(cloud.asked().get(0).query()).isEqualTo("limit=500&name=a b&c&fields=id");
  }
}
