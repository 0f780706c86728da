package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import java.util.List;
import org.junit.jupiter.api.Test;

class InventoryDraftTest {

  private static final Cluster RECORDED = RecordedNodes.cluster();
  private static final Cluster CENTRAL =
      RECORDED.withNodes(List.of(RECORDED.node("ctl").orElseThrow()));

  @Test
  void centralNodeComesFirstAndTheChassisWithTheirTunnelAddresses() {
    assertThat(InventoryDraft.of(CENTRAL).nodes())
        .extracting(node -> node.name() + " " + node.address() + " " + node.roles())
        .containsExactly(
            "ctl 192.0.2.11 [central, chassis]",
            "cmp 192.0.2.13 [chassis]",
            "net 192.0.2.12 [chassis, gateway]");
    assertThat(InventoryDraft.of(CENTRAL).leftOut()).isEmpty();
  }

  @Test
  void namesAreToldApartAndWhatCannotBeReachedIsLeftOut() {
    InventoryDraft draft =
        InventoryDraft.of(
            with(
                chassis("a", "one.example", "192.0.2.21"),
                chassis("b", "one.other", "192.0.2.22"),
                chassis("c", "one.other", "192.0.2.23"),
                chassis("d", "-x y", "192.0.2.24"),
                chassis("e", "", "192.0.2.25"),
                chassis("f\u00e9[31m", "none", "not an address")));
    assertThat(draft.nodes())
        .extracting(InventoryDraft.DraftNode::name)
        .containsExactly("ctl", "e", "x-y", "one", "one.other", "one.other-2");
    assertThat(draft.leftOut())
        .containsExactly(
            "chassis f?[31m (none) has no tunnel address: no address is known to reach it");
  }

  private static Cluster with(Chassis... chassis) {
    return new Cluster(
        CENTRAL.format(),
        CENTRAL.collectedAt(),
        CENTRAL.nodes(),
        CENTRAL.switches(),
        List.of(chassis),
        CENTRAL.bindings(),
        CENTRAL.northbound(),
        CENTRAL.southbound(),
        CENTRAL.neutron());
  }

  private static Chassis chassis(String id, String hostname, String ip) {
    return Chassis.builder(id).hostname(hostname).encaps(List.of(new Encap("geneve", ip))).build();
  }
}
