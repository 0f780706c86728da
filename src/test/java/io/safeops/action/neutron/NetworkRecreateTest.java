package io.safeops.action.neutron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ActionException;
import io.safeops.action.ApiChange;
import io.safeops.action.neutron.FakeNeutron.Fate;
import io.safeops.action.registry.Actions;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.openstack.OpenStackException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A network is deleted and made again, with Neutron failing at each request in turn. */
public class NetworkRecreateTest {

  public static final String NETWORK =
      """
      {'id': 'n1', 'name': 'spare', 'project_id': 'lab', 'admin_state_up': true, 'mtu': 1400,
       'shared': false, 'router:external': false, 'description': 'ours', 'tags': ['b', 'a'],
       'provider:network_type': 'vlan', 'provider:physical_network': 'physnet2',
       'provider:segmentation_id': 7, 'status': 'ACTIVE', 'subnets': ['s1', 's2']}
      """;
  public static final String FOUR =
      """
      {'id': 's1', 'network_id': 'n1', 'name': 'four', 'ip_version': 4, 'cidr': '10.8.0.0/24',
       'gateway_ip': null, 'enable_dhcp': false, 'dns_nameservers': ['192.0.2.53', '192.0.2.9'],
       'allocation_pools': [{'start': '10.8.0.50', 'end': '10.8.0.60'},
         {'start': '10.8.0.10', 'end': '10.8.0.20'}], 'tags': ['v4'], 'subnetpool_id': null}
      """;
  public static final String SIX =
      """
      {'id': 's2', 'network_id': 'n1', 'name': 'six', 'ip_version': 6, 'cidr': '2001:db8::/64',
       'gateway_ip': '2001:db8::1', 'enable_dhcp': true, 'ipv6_ra_mode': 'slaac',
       'allocation_pools': [], 'tags': []}
      """;

  /**
   * The number of requests: delete and make the network, two subnets, tags of one and of the
   * network, a share, no marker.
   */
  private static final int REQUESTS = 8;

  private final FakeNeutron neutron = new FakeNeutron();
  private KeptUndo kept = new KeptUndo();

  @BeforeEach
  void spare() {
    neutron.put("networks", NETWORK);
    neutron.put("networks", "{'id': 'n2', 'name': 'spare', 'description': 'of others'}");
    neutron.put("subnets", FOUR);
    neutron.put("subnets", SIX);
    neutron.put(
        "rbac-policies",
        "{'id': 'p1', 'object_type': 'network', 'object_id': 'n1',"
            + " 'action': 'access_as_shared', 'target_tenant': 'b'}");
  }

  private Cluster cluster() {
    return RecordedNodes.cluster().withNeutron(Optional.of(neutron.facts()));
  }

  private ApiChange change() throws ActionException {
    String id = ours().get(0).path("id").asText();
    return new NetworkRecreate(id).operation(cluster()).api().orElseThrow();
  }

  private String act(ApiChange change) throws Exception {
    try {
      change.act(neutron.api(), kept);
      return "";
    } catch (OpenStackException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** The networks of that name, without the one of others. */
  private List<ObjectNode> ours() {
    return neutron.all("networks").stream()
        .filter(each -> each.path("name").asText().equals("spare"))
        .filter(each -> !each.path("id").asText().equals("n2"))
        .toList();
  }

  /** The content of the one network, with its subnets and shares, as an undo describes it. */
  private List<String> content() throws Exception {
    assertThat(ours()).hasSize(1);
    NetworkRecord record = NetworkRecord.of(neutron.api(), ours().get(0));
    return Stream.of(record.network(), record.tags(), record.subnets(), record.shares())
        .map(Object::toString)
        .toList();
  }

  @Test
  void itIsTheSameByContentAndAnotherByItsIds() throws Exception {
    List<String> before = content();
    neutron.fail(-1, Fate.LOST);

    assertThat(act(change())).isEmpty();

    assertThat(content()).isEqualTo(before);
    assertThat(before.toString())
        .contains("'gateway_ip':null".replace('\'', '"'), "physnet2", "[a, b]", "v4");
    assertThat(ours().get(0).path("id").asText()).startsWith("new-");
    assertThat(neutron.all("subnets")).hasSize(3);
    assertThat(neutron.changes()).hasSize(REQUESTS);
  }

  @ParameterizedTest
  @EnumSource(Fate.class)
  void oneNetworkOfThatContentIsThereWhereverItFails(Fate fate) throws Exception {
    List<String> before = content();
    for (int number = 0; number <= REQUESTS; number++) {
      kept = new KeptUndo();
      ApiChange change = change();
      neutron.fail(number, fate);
      String failure = act(change);
      assertThat(failure.isEmpty() && number < REQUESTS && fate != Fate.UNANSWERED)
          .as("%s at %d: %s", fate, number, failure)
          .isFalse();

      neutron.fail(-1, fate);
      assertThat(kept.restore(neutron.api())).as("%s at %d", fate, number).isEmpty();
      assertThat(content()).as("%s at %d", fate, number).isEqualTo(before);
      neutron.fail(-1, fate);
      assertThat(kept.restore(neutron.api())).isEmpty();
      assertThat(neutron.changes()).as("done twice").isEmpty();
    }
    assertThat(neutron.get("networks", "n2").path("description").asText()).isEqualTo("of others");
  }

  /** It fails after the old network is gone, and then its undo fails at each request in turn. */
  @ParameterizedTest
  @EnumSource(value = Fate.class, names = "REFUSED", mode = EnumSource.Mode.EXCLUDE)
  void itIsMadeThoughTheUndoFailsToo(Fate fate) throws Exception {
    List<String> before = content();
    for (int number = 0; number < REQUESTS - 1; number++) {
      kept = new KeptUndo();
      ApiChange change = change();
      neutron.fail(1, Fate.REFUSED);
      assertThat(act(change)).contains("not now");

      neutron.fail(number, fate);
      assertThat(kept.restore(neutron.api())).as("%s at %d", fate, number).isEmpty();
      assertThat(content()).as("%s at %d", fate, number).isEqualTo(before);
    }
  }

  @Test
  void aChangeOfTheNewNetworkIsReportedAndStays() throws Exception {
    assertThat(act(change())).isEmpty();
    ObjectNode theirs = ours().get(0).put("mtu", 1300);
    neutron.put("networks", theirs.toString());

    assertThat(kept.restore(neutron.api()))
        .singleElement()
        .asString()
        .contains("network spare (new-", "mtu was 1400 and is 1300");
    assertThat(ours()).containsExactly(theirs);
  }

  @Test
  void anotherNetworkOfThatNameIsReported() throws Exception {
    assertThat(act(change())).isEmpty();
    neutron.put("networks", "{'id': 'n9', 'name': 'spare'}");

    assertThat(kept.restore(neutron.api()))
        .containsExactly("network spare (n9) has its name and was not there before");
  }

  @Test
  void nothingIsDeletedWhileSomethingIsOnIt() throws Exception {
    ApiChange change = change();
    neutron.put("ports", "{'id': 'dhcp', 'network_id': 'n9', 'device_owner': 'network:dhcp'}");
    neutron.put("ports", "{'id': 'p1', 'network_id': 'n1', 'device_owner': 'network:floatingip'}");
    untouched(change, "it has ports: p1 (network:floatingip)");

    neutron.put("ports", "{'id': 'p1', 'network_id': 'n9'}");
    neutron.put("subnets", FOUR.replace("'cidr'", "'segment_id': 'g1', 'cidr'"));
    untouched(change, "its subnets are bound to segments");
  }

  private void untouched(ApiChange change, String why) throws Exception {
    neutron.fail(-1, Fate.LOST);
    assertThat(act(change)).contains(why).endsWith("nothing was changed");
    assertThat(neutron.changes()).isEmpty();
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void anInvalidRecordIsRefused() {
    for (String text : List.of("{'kind': 'x'}", "{}", "{'kind': 'openstack.network.recreate'}")) {
      assertThatThrownBy(
              () ->
                  Actions.undo(
                      new com.fasterxml.jackson.databind.ObjectMapper()
                          .readTree(text.replace('\'', '"'))))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
