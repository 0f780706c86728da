package io.safeops.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.chassis.BridgeMappings;
import io.safeops.action.chassis.ChassisSettings;
import io.safeops.action.chassis.PortRebind;
import io.safeops.action.exec.CommandReader;
import io.safeops.facts.model.Cluster;
import io.safeops.lab.NeedsLab;
import io.safeops.transport.Result;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tests changes to the settings of chassis and of VMs' interfaces on a real OVN: the result is as
 * predicted, and the undo restores the content.
 */
@NeedsLab
class ChassisOnLabIT extends LocalnetLab {
  private static final String VM1 = "10000001-0000-4000-8000-000000000001";
  private static final String TAP1 = "tap10000001-00";

  @Test
  void tunnelEnd() throws Exception {
    doneAndUndone(set("net", "ovn-encap-ip", "198.51.100.12"), "net");
  }

  @Test
  void encapsulation() throws Exception {
    doneAndUndone(set("cmp", "ovn-encap-type", "geneve,vxlan"), "cmp");
  }

  @Test
  void southbound() throws Exception {
    doneAndUndone(set("net", "ovn-remote", "tcp:198.51.100.11:6642"), "net");
  }

  @Test
  void mapping() throws Exception {
    doneAndUndone(
        new BridgeMappings(List.of("net"), Map.of("physnet3", Optional.of("br-ex")), List.of()),
        "net");
    Cluster before = facts();
    BridgeMappings removal = new BridgeMappings(List.of("cmp"), Map.of(), List.of("physnet2"));
    OnNodes removed = done(removal, before, "m1");
    assertThat(LabNodes.lab("ping", "vm1", "1").exit()).isNotZero();
    Cluster without = facts();
    BridgeMappings again =
        new BridgeMappings(List.of("cmp"), Map.of("physnet2", Optional.empty()), List.of());
    OnNodes restored = done(again, without, "m2");
    assertThat(failures(restored)).isEmpty();
    becomes(restored, again.effect(without));
    undo(restored, "m2");
    // The patch pair came with the mapping, and went with it at once.
    assertThat(facts().node("cmp").orElseThrow().bridge("br-ex").orElseThrow().ports())
        .isNotEmpty()
        .allMatch(port -> port.getLocalnet().isEmpty());
    undo(removed, "m1");
    becomes(removed, before);
  }

  @Test
  void ifaceIdOfAVm() throws Exception {
    Cluster before = facts();
    Action removal = exec("ovs-vsctl remove interface " + TAP1 + " external_ids iface-id", "cmp");
    OnNodes removed = done(removal, before, "i1");
    becomes(removed, removal.effect(before));
    Cluster lost = facts();
    PortRebind rebind = new PortRebind(VM1, Optional.empty(), Optional.empty());
    OnNodes rebound = done(rebind, lost, "i2");
    becomes(rebound, rebind.effect(lost));
    becomes(rebound, before);
    undo(rebound, "i2");
    becomes(rebound, lost);
    undo(removed, "i1");
    becomes(removed, before);
    doneAndUndone(exec("ovn-nbctl lsp-set-options " + VM1 + " requested-chassis=net"), "ctl");
    doneAndUndone(exec("ovn-nbctl lsp-set-enabled " + VM1 + " disabled"), "ctl");
  }

  @Test
  void impossibleSettingIsNotWritten() throws Exception {
    Cluster before = facts();
    Map<Action, String> wrong =
        Map.of(
            set("net", "ovn-encap-ip", "192.0.2.112"), "is not an address of this node",
            set("net", "ovn-remote", "tcp:192.0.2.11:6641"), "no Southbound answers this node",
            set("net", "ovn-bridge-mappings", "physnet2:br-exx"), "there is no bridge br-exx");
    for (Map.Entry<Action, String> each : wrong.entrySet()) {
      OnNodes operation = (OnNodes) each.getKey().operation(before);
      Result result = LabNodes.run("net", operation.act().get("net"), "w1");
      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.outputText()).contains(each.getValue(), "nothing was written");
      assertRuns(0, "net", operation.undo().get("net"), "w1");
      assertThat(operation.footprint().diff(before, facts())).isEmpty();
    }
  }

  /**
   * Predicted and collected facts are equal. The undo may run twice. It does not touch what
   * somebody else set.
   */
  private static void doneAndUndone(Action action, String node) throws Exception {
    Cluster before = facts();
    OnNodes operation = done(action, before, "c1");
    assertThat(operation.voters()).containsExactly(node);
    becomes(operation, action.effect(before));
    List<Expectation> kept =
        operation.expect().stream()
            .filter(each -> !each.description().contains("is bound on"))
            .toList();
    for (Expectation each : kept) {
      if (each instanceof CheckExpectation check) {
        assertThat(failure(check)).isEmpty();
      }
    }
    undo(operation, "c1");
    becomes(operation, before);
    assertRuns(0, node, operation.undo().get(node), "c1");
    if (action instanceof ChassisSettings settings) {
      String key = settings.values().keySet().iterator().next();
      String was = before.node(node).orElseThrow().externalIds().get(key);
      tell(node, key, was + ",");
      assertRuns(3, node, operation.undo().get(node), "c1");
      tell(node, key, was);
      becomes(operation, before);
    }
  }

  private static void tell(String node, String key, String value) {
    Result told =
        LabNodes.shell(
            node,
            "ovs-vsctl --timeout=5 set Open_vSwitch . external_ids:"
                + key
                + "='\""
                + value
                + "\"'");
    assertThat(told.exit()).as(told.errorText()).isZero();
  }

  /** ovn-controller and northd follow within some seconds. */
  private static void becomes(OnNodes operation, Cluster expected) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(40);
    List<String> differences = operation.footprint().diff(expected, facts());
    while (!differences.isEmpty() && System.nanoTime() < end) {
      differences = operation.footprint().diff(expected, facts());
    }
    assertThat(differences).isEmpty();
  }

  private static ChassisSettings set(String node, String key, String value) {
    return new ChassisSettings(
        ChassisSettings.NAME, List.of(node), Map.of(key, Optional.of(value)));
  }

  private static Action exec(String line, String... nodes) {
    return CommandReader.read(List.of(line.split(" ")), Optional.empty(), List.of(nodes));
  }
}
