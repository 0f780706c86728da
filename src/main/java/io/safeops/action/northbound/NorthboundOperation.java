package io.safeops.action.northbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ActionException;
import io.safeops.action.DatabaseQuestion;
import io.safeops.action.Expectation;
import io.safeops.action.OnNodes;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.PhysnetItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.SwitchItem;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.RowChange;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.predict.LocalDatapaths;
import io.safeops.predict.PatchPair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes the scripts for changes of logical switch ports: one transaction on one central node, its
 * undo there, and a script on every node that maps the physnet of a new localnet, with which the
 * node protects itself.
 */
final class NorthboundOperation {

  private NorthboundOperation() {}

  static OnNodes of(List<PortChange> changes, Cluster before) throws ActionException {
    NorthboundAccess access = NorthboundAccess.of(before);
    for (PortChange change : changes) {
      requireRestorable(change);
    }
    List<Expectation> expect = new ArrayList<>(LocalnetExpectations.of(changes, before));
    expect.addAll(
        VmExpectations.of(
            changes.stream().map(PortChange::portName).toList(),
            before,
            NorthboundEffect.of(changes, before)));
    List<ObjectNode> still =
        changes.stream().anyMatch(PortChange::concernsLocalnet)
            ? List.of(Ovsdb.waitForLocalnets(before.getLocalnets()))
            : List.of();
    List<RowChange<LogicalPort>> rows = changes.stream().map(PortChange::row).toList();
    return RowOperation.of(rows, still, before)
        .with()
        .local(local(changes, before, access.node()))
        .expect(expect)
        .footprint(
            footprint(changes, before)
                .and(Footprint.ofRows(rows.stream().map(RowChange::key).toList())))
        .asks(asks(changes, before, access))
        .build();
  }

  /**
   * The queries of the local parts to the Southbound, and of the undo to Northbounds that need
   * keys.
   */
  private static Map<String, List<DatabaseQuestion>> asks(
      List<PortChange> changes, Cluster before, NorthboundAccess access) {
    Map<String, List<DatabaseQuestion>> asks = new HashMap<>();
    RowOperation.asks(access)
        .forEach((node, questions) -> asks.put(node, new ArrayList<>(questions)));
    LocalDatapaths datapaths = new LocalDatapaths(before);
    for (PortChange change : changes) {
      Optional<LogicalPort> made = change.after().filter(LogicalPort::isLocalnet);
      if (made.isEmpty()) {
        continue;
      }
      for (Node node : datapaths.mapped(made.get().getNetworkName())) {
        asks.computeIfAbsent(node.name(), name -> new ArrayList<>())
            .add(new DatabaseQuestion.Southbound(query(made.get(), wasThere(change, node))));
      }
    }
    return asks;
  }

  /** Refuses a row that the undo could not restore exactly. */
  private static void requireRestorable(PortChange change) throws ActionException {
    if (change.before().isPresent() && change.before().get().toString().indexOf(0xFFFD) >= 0) {
      throw new ActionException(
          "port "
              + change.portName()
              + " holds control characters: no undo can restore it exactly");
    }
    // A name in a plan cannot have these characters, but an existing name may, and chassis.sh
    // quotes it.
    if (change.portName().matches("(?s).*[\"\\\\].*")) {
      throw new ActionException(
          "port "
              + change.portName()
              + " has a quote or a backslash in its name: the undo on a chassis would not find it");
    }
  }

  /**
   * @param voter the voter: it looks only once, so that its undo can run, for which all others
   *     wait; the others look for some seconds
   */
  private static Map<String, Script> local(List<PortChange> changes, Cluster before, String voter) {
    Map<String, ShellText> parts = new HashMap<>();
    LocalDatapaths datapaths = new LocalDatapaths(before);
    for (PortChange change : changes) {
      Optional<LogicalPort> made = change.after().filter(LogicalPort::isLocalnet);
      if (made.isEmpty()) {
        continue;
      }
      String port = change.portName();
      for (Node node : datapaths.mapped(made.get().getNetworkName())) {
        String bridge = node.mappedBridge(made.get().getNetworkName()).orElseThrow();
        PatchPair pair = PatchPair.of(port, node, bridge);
        boolean wasThere = wasThere(change, node);
        parts
            .computeIfAbsent(node.name(), name -> localText())
            .line("(")
            .assign("LOCALNET", port)
            .assign("PATCH_INT", pair.inner())
            .assign("PATCH_EXT", pair.outer())
            .assign("BRIDGE_INT", pair.integrationBridge())
            .assign("BRIDGE_EXT", pair.mappedBridge())
            .assign("COOKIE", "0x5afe%04x".formatted(port.hashCode() & 0xFFFF))
            .assign("ROUNDS", node.name().equals(voter) ? "1" : "8")
            .assign("RESTORED", wasThere ? "1" : "0")
            .assignExpanded("SB_QUERY", query(made.get(), wasThere))
            .include("northbound/chassis.sh")
            .line(")")
            .line("[ $? = 0 ] || worst=10");
      }
    }
    Map<String, Script> scripts = new HashMap<>();
    parts.forEach((node, text) -> scripts.put(node, text.line("exit \"$worst\"").script()));
    return scripts;
  }

  private static ShellText localText() {
    return new ShellText()
        .include("guarded.sh")
        .include("keys.sh")
        .include("asks.sh")
        .line("worst=0");
  }

  /**
   * Whether the node had a patch pair for a port with this name; the undo must leave it that pair.
   */
  private static boolean wasThere(PortChange change, Node node) {
    return change
        .before()
        .filter(LogicalPort::isLocalnet)
        .flatMap(row -> node.mappedBridge(row.getNetworkName()))
        .isPresent();
  }

  private static String query(LogicalPort made, boolean wasThere) {
    return Ovsdb.expand(Ovsdb.bindingQuery(made, wasThere));
  }

  /** The switches with all their localnets, and the bridges that these reach. */
  private static Footprint footprint(List<PortChange> changes, Cluster before) {
    if (changes.stream().noneMatch(PortChange::concernsLocalnet)) {
      return Footprint.of(changes.stream().map(change -> new PortItem(change.portName())).toList());
    }
    List<FootprintItem> items = new ArrayList<>();
    TreeSet<String> physnets = new TreeSet<>();
    for (PortChange change : changes) {
      items.add(new SwitchItem(change.target().name()));
      before
          .switchNamed(change.target().name())
          .ifPresent(each -> physnets.addAll(each.getPhysnets()));
      change
          .after()
          .filter(LogicalPort::isLocalnet)
          .map(LogicalPort::getNetworkName)
          .ifPresent(physnets::add);
    }
    // A localnet without a network_name is on no provider network.
    physnets.remove("");
    for (String physnet : physnets) {
      items.add(new PhysnetItem(physnet));
      for (Node node : before.nodes()) {
        node.mappedBridge(physnet)
            .ifPresent(bridge -> items.add(new BridgeItem(node.name(), bridge)));
      }
    }
    return Footprint.of(items);
  }
}
