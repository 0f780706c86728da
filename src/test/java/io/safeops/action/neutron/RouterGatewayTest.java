package io.safeops.action.neutron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ActionException;
import io.safeops.action.ApiChange;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.neutron.FakeNeutron.Fate;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.model.Cluster;
import io.safeops.openstack.OpenStackException;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gateway of a router is unset and set again, with Neutron failing at each request in turn. */
public class RouterGatewayTest {

  public static final String EDGE =
      """
      {'id': 'r-edge', 'name': 'edge',
       'external_gateway_info': {'network_id': 'n-external', 'enable_snat': false,
         'external_fixed_ips': [{'subnet_id': 's-external', 'ip_address': '192.0.2.150'}],
         'qos_policy_id': 'q1'},
       'routes': [{'destination': '10.98.0.0/16', 'nexthop': '10.7.0.9'},
         {'destination': '10.99.0.0/16', 'nexthop': '192.0.2.1'}]}
      """;

  private final FakeNeutron neutron = new FakeNeutron();
  private KeptUndo kept = new KeptUndo();

  @BeforeEach
  void edge() {
    neutron.put("routers", EDGE);
  }

  private static RouterGateway reset(String address) {
    return new RouterGateway(
        RouterGateway.NAME,
        "edge",
        Optional.empty(),
        Optional.of(address).filter(a -> !a.isEmpty()));
  }

  private Cluster cluster() {
    return RecordedNodes.cluster().withNeutron(Optional.of(neutron.facts()));
  }

  private ApiChange change(RouterGateway action) throws ActionException {
    return action.operation(cluster()).api().orElseThrow();
  }

  private String act(ApiChange change) throws Exception {
    try {
      change.act(neutron.api(), kept);
      return "";
    } catch (OpenStackException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private ObjectNode router() {
    return neutron.get("routers", FakeNeutron.ROUTER);
  }

  private String address() {
    return router().at("/external_gateway_info/external_fixed_ips/0/ip_address").asText();
  }

  @Test
  void everythingStaysButThePort() throws Exception {
    ObjectNode before = router();
    neutron.fail(-1, Fate.LOST);

    assertThat(act(change(reset("")))).isEmpty();

    assertThat(router()).isEqualTo(before);
    assertThat(neutron.changes()).as("routes off, unset, set, routes on").hasSize(4);
  }

  @Test
  void itsEffectIsWhatIsThereAfterwards() throws Exception {
    RouterGateway action = reset("192.0.2.160");
    Cluster predicted = action.effect(cluster());
    Footprint footprint = action.operation(cluster()).footprint();
    act(change(action));

    assertThat(address()).isEqualTo("192.0.2.160");
    assertThat(footprint.diff(predicted, cluster())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Fate.class)
  void itIsTakenBackWhereverItFails(Fate fate) throws Exception {
    ObjectNode before = router();
    for (int number = 0; number < 5; number++) {
      kept = new KeptUndo();
      ApiChange change = change(reset("192.0.2.160"));
      neutron.fail(number, fate);
      String failure = act(change);
      boolean done = number == 4 || fate == Fate.UNANSWERED;
      assertThat(failure.isEmpty()).as("%s at %d: %s", fate, number, failure).isEqualTo(done);
      assertThat(address().equals("192.0.2.160") && failure.isEmpty()).isEqualTo(done);

      neutron.fail(-1, fate);
      assertThat(kept.restore(neutron.api())).as("%s at %d", fate, number).isEmpty();
      assertThat(router()).as("%s at %d", fate, number).isEqualTo(before);
      neutron.fail(-1, fate);
      assertThat(kept.restore(neutron.api())).isEmpty();
      assertThat(neutron.changes()).as("done twice").isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Fate.class, names = "REFUSED", mode = EnumSource.Mode.EXCLUDE)
  void itIsTakenBackThoughTheUndoFailsToo(Fate fate) throws Exception {
    ObjectNode before = router();
    for (int number = 0; number < 3; number++) {
      kept = new KeptUndo();
      ApiChange change = change(reset("192.0.2.160"));
      neutron.fail(3, Fate.REFUSED);
      assertThat(act(change)).contains("not now");

      neutron.fail(number, fate);
      assertThat(kept.restore(neutron.api())).isEmpty();
      assertThat(router()).isEqualTo(before);
    }
  }

  @Test
  void whatSomebodyElseSetIsLeftAlone() throws Exception {
    assertThat(act(change(reset("192.0.2.160")))).isEmpty();
    neutron.put("routers", EDGE.replace("192.0.2.150", "192.0.2.170"));
    ObjectNode theirs = router();

    assertThat(kept.restore(neutron.api()))
        .singleElement()
        .asString()
        .contains("router edge (r-edge): somebody else changed it in the meantime", "192.0.2.170");
    assertThat(router()).isEqualTo(theirs);
  }

  @Test
  void anAddressThatNeutronChoseButDidNotReportIsOurs() throws Exception {
    neutron.put("networks", "{'id': 'n2', 'name': 'other', 'router:external': true}");
    neutron.put("routers", EDGE.replace("192.0.2.1'", "10.7.0.8'"));
    ObjectNode before = router();
    ApiChange change =
        change(
            new RouterGateway(RouterGateway.NAME, "edge", Optional.of("other"), Optional.empty()));
    neutron.fail(1, Fate.UNANSWERED);
    act(change);
    assertThat(address()).isEqualTo("192.0.2.199");

    assertThat(kept.restore(neutron.api())).isEmpty();
    assertThat(router()).isEqualTo(before);
  }

  @Test
  void nothingIsChangedWhereItCouldNotBeFinished() throws Exception {
    ApiChange change = change(reset("192.0.2.160"));
    neutron.put("ports", "{'id': 'p1', 'network_id': 'n-external', 'ip': '192.0.2.160'}");
    untouched(change, "port p1 () has address 192.0.2.160");

    untouched(change(reset("198.51.100.9")), "198.51.100.9 is in no subnet of network n-external");

    neutron.put("networks", "{'id': 'n2', 'name': 'other', 'router:external': true}");
    untouched(
        change(
            new RouterGateway(RouterGateway.NAME, "edge", Optional.of("other"), Optional.empty())),
        "its routes [10.99.0.0/16 via 192.0.2.1] use the gateway that it would lose");

    ApiChange late = change(reset(""));
    neutron.put(
        "floatingips", "{'id': 'f1', 'floating_ip_address': '192.0.2.195', 'router_id': 'r-edge'}");
    untouched(late, "floating IPs use its gateway: 192.0.2.195");

    neutron.put("routers", EDGE.replace("192.0.2.150", "192.0.2.170"));
    untouched(late, "it has changed since the review");
  }

  private void untouched(ApiChange change, String why) throws Exception {
    neutron.fail(-1, Fate.LOST);
    assertThat(act(change)).contains(why).endsWith("nothing was changed");
    assertThat(neutron.changes()).isEmpty();
    assertThat(kept.isEmpty()).isTrue();
  }

  @Test
  void whatIsNamedMustBeOne() throws Exception {
    neutron.put("routers", "{'id': 'r2', 'name': 'twin'}");
    neutron.put("routers", "{'id': 'r3', 'name': 'twin'}");
    neutron.put("networks", "{'id': 'n3', 'name': 'tenant'}");
    says("twin", "", "2 routers are named twin: give the id, r2 or r3");
    says("r2", "", "router twin (r2) has no gateway: give its `network`");
    says("egde", "", "Neutron knows no router egde; there are: edge, twin, twin");
    says("edge", "nowhere", "Neutron knows no network nowhere; there are: public, tenant");
    says("edge", "tenant", "network tenant (n3) is not external; there are: public");
    assertThatThrownBy(
            () ->
                reset("")
                    .operation(
                        cluster().withNeutron(Optional.of(NeutronFacts.unread("n", "no one")))))
        .hasMessage("Neutron was not read: no one");
    assertThatThrownBy(() -> reset("").operation(RecordedNodes.cluster()))
        .hasMessageContaining("the inventory does not say how to reach Neutron");
  }

  private void says(String router, String network, String message) {
    assertThatThrownBy(
            () ->
                new RouterGateway(
                        RouterGateway.NAME,
                        router,
                        Optional.of(network).filter(name -> !name.isEmpty()),
                        Optional.empty())
                    .operation(cluster()))
        .isInstanceOf(ActionException.class)
        .hasMessage(message);
  }
}
