package io.safeops.action.chassis;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.FactPredicate;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.northbound.LocalnetExpectations;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.predict.ChassisTunnels;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes the scripts that change the settings of chassis. Each node first checks that its new
 * settings can be right, and undoes its own change. The expectations read the Southbound and the
 * other chassis, and send packets to the new tunnel end.
 */
final class SettingsOperation {

  /** ovn-controller applies a setting within a second, and connects within 8 s. */
  private static final Duration FOLLOWED = Duration.ofSeconds(20);

  private final Cluster before;
  private final Cluster after;
  private final List<Expectation> expect = new ArrayList<>();

  private SettingsOperation(List<NodeSettings> changes, Cluster before) {
    this.before = before;
    this.after = SettingsEffect.of(changes, before);
  }

  /**
   * @param changes at least one; each changes at least one key
   */
  static OnNodes of(List<NodeSettings> changes, Cluster before) {
    SettingsOperation operation = new SettingsOperation(changes, before);
    OnNodes.Builder scripts = Operation.onNodes();
    for (NodeSettings change : changes) {
      String node = change.before().name();
      scripts.act(node, act(change), operation.undo(change));
      change.changes().forEach(each -> operation.told(node, each));
    }
    // Expectations that send packets come after those that read facts.
    changes.forEach(operation::expect);
    return scripts.expect(operation.expect).footprint(operation.footprint(changes)).build();
  }

  private static ExternalIds ids(NodeSettings change) {
    return new ExternalIds(
        new RowKey(change.before().name(), "Open_vSwitch", RowKey.ONLY), change.changes());
  }

  private static Script act(NodeSettings change) {
    Node after = change.after();
    ShellText script =
        new ShellText().include("guarded.sh").include("keys.sh").include("chassis/reach.sh");
    if (change.changes(ChassisKeys.ENCAP_IP)) {
      need(script, "need_local", after.getEncapIps());
    }
    if (change.changes(ChassisKeys.REMOTE)) {
      need(script, "need_southbound", after.getRemotes());
    }
    List<String> remapped = change.remapped();
    need(
        script,
        "need_bridges",
        after.mappings().stream()
            .filter(mapping -> remapped.contains(mapping.physnet()))
            .map(BridgeMapping::bridge)
            .toList());
    return ids(change).act(script).script();
  }

  private static void need(ShellText script, String function, List<String> values) {
    if (!values.isEmpty()) {
      script.command(function, ShellQuote.words(values) + " || exit 1");
    }
  }

  /**
   * Undoes the settings, and deletes the patch pairs that ovn-controller made for them: an
   * ovn-controller that a storm has cut off from the Southbound no longer applies a change of
   * mappings (OVN 23.03).
   */
  private Script undo(NodeSettings change) {
    String node = change.before().name();
    ShellText script = ids(change).undo(new ShellText().include("guarded.sh"));
    TreeSet<String> made = new TreeSet<>(patches(after, node));
    made.removeAll(patches(before, node));
    if (made.isEmpty()) {
      return script.line("exit").script();
    }
    return script
        .line("ids_undone=$?")
        .command("pairs_gone", ShellQuote.words(List.copyOf(made)) + " || exit 1")
        .line("exit \"$ids_undone\"")
        .script();
  }

  private static List<String> patches(Cluster cluster, String node) {
    return cluster.node(node).stream()
        .flatMap(each -> each.bridges().stream())
        .flatMap(bridge -> bridge.ports().stream())
        .filter(port -> !port.getLocalnet().isEmpty())
        .map(port -> port.name())
        .toList();
  }

  private void told(String node, ExternalIdChange change) {
    fact(
        node + ": " + change.key() + " is " + change.after().orElse("not set"),
        new SettingIs(node, change.key(), change.after()),
        Duration.ofSeconds(5));
  }

  private void expect(NodeSettings change) {
    Node now = change.after();
    if (change.changes(ChassisKeys.REMOTE) && !now.getRemotes().isEmpty()) {
      check(
          now.name(),
          "ovn-controller is connected to the Southbound at " + String.join(", ", now.getRemotes()),
          new ShellText()
              .assign("REMOTES", String.join(" ", now.getRemotes()))
              .include("chassis/southbound.sh"),
          FOLLOWED);
    }
    if (change.changesTunnels() && !ChassisTunnels.encaps(now).isEmpty()) {
      tunnels(now);
    }
    List<String> remapped = change.remapped();
    if (!remapped.isEmpty()) {
      mappings(now, remapped);
    }
  }

  private void tunnels(Node node) {
    List<Encap> ends = ChassisTunnels.encaps(node);
    fact(
        "the Southbound has the tunnel ends of " + node.name(),
        new ChassisHasEncaps(node.name(), ends),
        FOLLOWED);
    List<Node> peers = peers(node);
    for (Node peer : peers) {
      fact(
          peer.name() + " has a tunnel to " + node.name(),
          new TunnelAttached(peer.name(), node.getEncapIps()),
          FOLLOWED);
    }
    for (Node peer : peers) {
      check(
          peer.name(),
          "packets from " + peer.name() + " reach the tunnel's end on " + node.name(),
          new ShellText().assign("END", node.getEncapIps().get(0)).include("chassis/tunnel.sh"),
          Duration.ofSeconds(10));
    }
  }

  /** The chassis whose ovn-controller runs and can make the tunnel. */
  private List<Node> peers(Node node) {
    List<Node> peers = new ArrayList<>();
    for (Chassis chassis : before.chassis()) {
      chassis
          .node()
          .filter(name -> !name.equals(node.name()))
          .flatMap(after::node)
          .filter(
              each ->
                  each.component(ComponentName.CONTROLLER)
                      .filter(Component::isConnected)
                      .isPresent())
          .filter(each -> each.getEncapTypes().stream().anyMatch(node.getEncapTypes()::contains))
          .ifPresent(peers::add);
    }
    return peers;
  }

  private void mappings(Node node, List<String> remapped) {
    for (BridgeMapping mapping : node.mappings()) {
      if (remapped.contains(mapping.physnet())) {
        fact(
            "the Southbound has the mapping of " + mapping.physnet() + " on " + node.name(),
            new ChassisHasMapping(node.name(), mapping.physnet(), mapping.bridge()),
            FOLLOWED);
      }
    }
    List<LogicalPort> localnets =
        after.getLocalnets().stream()
            .filter(port -> remapped.contains(port.getNetworkName()))
            .filter(port -> node.mappedBridge(port.getNetworkName()).isPresent())
            .toList();
    expect.addAll(LocalnetExpectations.on(node.name(), localnets, after));
  }

  private Footprint footprint(List<NodeSettings> changes) {
    List<FootprintItem> items = new ArrayList<>();
    for (NodeSettings change : changes) {
      String node = change.before().name();
      items.add(new ChassisItem(node));
      items.add(new RowItem(new RowKey(node, "Open_vSwitch", RowKey.ONLY)));
      for (String physnet : change.remapped()) {
        items.add(new PhysnetItem(physnet));
        for (Cluster side : List.of(before, after)) {
          side.node(node)
              .flatMap(each -> each.mappedBridge(physnet))
              .ifPresent(bridge -> items.add(new BridgeItem(node, bridge)));
        }
      }
    }
    return Footprint.of(items);
  }

  private void fact(String description, FactPredicate predicate, Duration within) {
    expect.add(new FactExpectation(description, predicate, within));
  }

  private void check(String node, String description, ShellText script, Duration within) {
    expect.add(new CheckExpectation(node, description, script.script(), within));
  }
}
