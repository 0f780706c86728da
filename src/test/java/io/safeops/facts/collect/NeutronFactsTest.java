package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronFloatingIp;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.neutron.NeutronSegment;
import io.safeops.openstack.Cloud;
import io.safeops.openstack.HttpAnswer;
import io.safeops.openstack.HttpTransport;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What Neutron says, as facts. The answers are those of Neutron 21.0 on the lab. */
class NeutronFactsTest {

  private static final String NETWORKS =
      """
      {"networks": [
        {"id": "b2222222-0000-4000-8000-000000000002", "name": "tenant\\u202e"},
        {"id": "a1111111-0000-4000-8000-000000000001", "name": "public",
         "router:external": true}]}
      """;
  private static final String SEGMENTS =
      """
      {"segments": [
        {"id": "c3333333-0000-4000-8000-000000000003", "network_id": "a1111111-0000-4000-8000-000000000001",
         "network_type": "flat", "physical_network": "physnet2", "segmentation_id": null},
        {"id": "d4444444-0000-4000-8000-000000000004", "network_id": "b2222222-0000-4000-8000-000000000002",
         "network_type": "geneve", "physical_network": null, "segmentation_id": 40001},
        {"id": "e5555555-0000-4000-8000-000000000005", "network_id": "b2222222-0000-4000-8000-000000000002",
         "network_type": "vlan", "physical_network": "physnet3", "segmentation_id": 7}]}
      """;

  private static final String ROUTERS =
      """
      {"routers": [
        {"id": "f6666666-0000-4000-8000-000000000006", "name": "edge",
         "external_gateway_info": {"network_id": "a1111111-0000-4000-8000-000000000001",
           "external_fixed_ips": [{"subnet_id": "s7777777", "ip_address": "192.0.2.150"}],
           "enable_snat": false},
         "routes": [{"destination": "10.99.0.0/16", "nexthop": "192.0.2.1"}]},
        {"id": "f7777777-0000-4000-8000-000000000007", "name": "inner",
         "external_gateway_info": null, "routes": []}]}
      """;
  private static final String FLOATING_IPS =
      """
      {"floatingips": [
        {"id": "08888888-0000-4000-8000-000000000008", "floating_ip_address": "192.0.2.195",
         "floating_network_id": "a1111111-0000-4000-8000-000000000001",
         "router_id": "f6666666-0000-4000-8000-000000000006",
         "port_id": "09999999-0000-4000-8000-000000000009"},
        {"id": "1aaaaaaa-0000-4000-8000-00000000000a", "floating_ip_address": "192.0.2.196",
         "floating_network_id": "a1111111-0000-4000-8000-000000000001",
         "router_id": null, "port_id": null}]}
      """;

  private static Neutron read(HttpTransport way) {
    Cloud cloud = Cloud.open(URI.create("http://192.0.2.11:9696/"), Optional.empty());
    return NeutronFacts.read(new NetworkApi(cloud, way));
  }

  private static HttpTransport answering(String networks, String segments) {
    return answering(networks, segments, "", "");
  }

  /** An answer that is empty stands for a service plugin that is not loaded. */
  private static HttpTransport answering(
      String networks, String segments, String routers, String floatingIps) {
    return call -> {
      String path = call.uri().getPath();
      String body =
          Map.of(
                  "networks", networks,
                  "segments", segments,
                  "routers", routers,
                  "floatingips", floatingIps)
              .get(path.substring(path.lastIndexOf('/') + 1));
      return new HttpAnswer(
          body.isEmpty() ? 404 : 200, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    };
  }

  @Test
  void networksHaveTheirSegmentsAndTheseTheirNamesInOvn() {
    Neutron neutron = read(answering(NETWORKS, SEGMENTS));

    assertThat(neutron.endpoint()).isEqualTo("http://192.0.2.11:9696");
    assertThat(neutron.problem()).isEmpty();
    assertThat(neutron.networks())
        .extracting(NeutronNetwork::name)
        .containsExactly("public", "tenant\ufffd");
    NeutronSegment flat = neutron.networks().get(0).segments().get(0);
    assertThat(flat.getSwitchName()).isEqualTo("neutron-a1111111-0000-4000-8000-000000000001");
    assertThat(flat.getLocalnet()).isEqualTo("provnet-c3333333-0000-4000-8000-000000000003");
    assertThat(flat.physnet()).contains("physnet2");
    assertThat(flat.tag()).isEmpty();
    List<NeutronSegment> others = neutron.networks().get(1).segments();
    assertThat(others).extracting(NeutronSegment::isProvider).containsExactly(false, true);
    assertThat(others).extracting(NeutronSegment::tag).containsExactly(empty(), Optional.of(7L));
  }

  private static Optional<Long> empty() {
    return Optional.empty();
  }

  @Test
  void routersHaveTheirGatewaysAndFloatingIps() {
    Neutron neutron = read(answering(NETWORKS, SEGMENTS, ROUTERS, FLOATING_IPS));

    assertThat(neutron.problem()).isEmpty();
    NeutronRouter edge = neutron.routers().get(0);
    assertThat(edge.name()).isEqualTo("edge");
    assertThat(edge.routes()).containsExactly("10.99.0.0/16 via 192.0.2.1");
    NeutronGateway gateway = edge.gateway().orElseThrow();
    assertThat(gateway.networkId()).isEqualTo("a1111111-0000-4000-8000-000000000001");
    assertThat(gateway.getIps()).containsExactly("192.0.2.150");
    assertThat(gateway.snat()).isFalse();
    assertThat(gateway.qosPolicy()).isEmpty();
    assertThat(neutron.routers().get(1).gateway()).isEmpty();
    assertThat(neutron.floatingIps())
        .extracting(NeutronFloatingIp::routerId)
        .containsExactly(Optional.of(edge.id()), none());
    assertThat(neutron.networks())
        .extracting(NeutronNetwork::external)
        .containsExactly(true, false);
  }

  @Test
  void withoutRoutersThereAreNone() {
    Neutron neutron = read(answering(NETWORKS, SEGMENTS));

    assertThat(neutron.problem()).isEmpty();
    assertThat(neutron.routers()).isEmpty();
    assertThat(neutron.floatingIps()).isEmpty();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  @Test
  void theFactsFileHoldsThem() throws Exception {
    Neutron neutron = read(answering(NETWORKS, SEGMENTS, ROUTERS, FLOATING_IPS));
    Cluster cluster = RecordedNodes.cluster().withNeutron(Optional.of(neutron));

    assertThat(
            FactsFile.load("facts.json", FactsFile.text(cluster).getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(cluster);
  }

  @Test
  void whoDoesNotAnswerIsInTheFacts() {
    Neutron neutron =
        read(
            call -> {
              throw new OpenStackException("nobody home");
            });

    assertThat(neutron).isEqualTo(NeutronFacts.unread("http://192.0.2.11:9696", "nobody home"));
  }

  @Test
  void anAnswerThatMakesNoSenseIsNone() {
    assertThat(read(answering(NETWORKS, SEGMENTS.replace(": 7}", ": 4096}"))).problem().orElse(""))
        .contains("VLAN of segment e5555555-0000-4000-8000-000000000005 is 4096, not 1 to 4095");
    assertThat(read(answering("{\"networks\": [{\"id\": 7}]}", SEGMENTS)).problem().orElse(""))
        .contains("id of a network is empty");
  }
}
