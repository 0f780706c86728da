package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.northbound.VmExpectations;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.predict.PortBindingPrediction;
import io.safeops.predict.VswitchPrediction;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An action that sets or removes the {@code external_ids:iface-id} of an interface on a node, which
 * names its logical port. Without it ovn-controller does not bind the port and every packet is lost
 * (incident 003).
 *
 * @param name the key of the step
 * @param nodes the nodes of the step
 * @param port the logical port; empty if the key is removed
 */
public record InterfaceId(
    String name, List<String> nodes, String interfaceName, Optional<String> port)
    implements Action {

  /** Kinds of interfaces that may belong to a VM: a tap, or one that ovs-vswitchd makes. */
  private static final List<String> VM_KINDS =
      List.of("system", "internal", "dpdkvhostuser", "dpdkvhostuserclient", "dpdk", "afxdp");

  public InterfaceId {
    nodes = List.copyOf(nodes);
  }

  private record InterfaceIdChange(Node node, BridgePort before, ExternalIdChange id) {
    List<String> ports() {
      List<String> ports = new ArrayList<>();
      id.before().ifPresent(ports::add);
      id.after().ifPresent(ports::add);
      return ports;
    }
  }

  private List<InterfaceIdChange> changes(Cluster cluster) throws ActionException {
    List<InterfaceIdChange> changes = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      BridgePort found =
          node.bridges().stream()
              .flatMap(bridge -> bridge.port(interfaceName).stream())
              .findFirst()
              .orElseThrow(
                  () ->
                      ActionException.about(
                          "interface",
                          interfaceName,
                          "no bridge of " + node.name() + " has an interface " + interfaceName));
      ExternalIdChange change =
          ExternalIdChange.of(
              BridgePort.IFACE_ID,
              Optional.ofNullable(found.externalIds().get(BridgePort.IFACE_ID)),
              port);
      if (!change.isNone()) {
        changes.add(new InterfaceIdChange(node, found, change));
      }
    }
    if (port.isPresent()) {
      for (InterfaceIdChange change : changes) {
        requireInterfaceOfVm(change);
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException("this changes nothing: " + interfaceName + " already is as asked");
    }
    return changes;
  }

  private void requireInterfaceOfVm(InterfaceIdChange change) throws ActionException {
    if (!VM_KINDS.contains(change.before().kind())) {
      throw new ActionException(
          "interface "
              + interfaceName
              + " of "
              + change.node().name()
              + " is of kind "
              + change.before().kind()
              + ": it does not belong to a VM");
    }
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    TreeSet<String> ports = new TreeSet<>();
    List<FootprintItem> items = new ArrayList<>();
    List<InterfaceIdChange> changes = changes(before);
    for (InterfaceIdChange change : changes) {
      RowKey row = new RowKey(change.node().name(), "Interface", interfaceName);
      ExternalIds ids = new ExternalIds(row, List.of(change.id()));
      operation.act(
          change.node().name(),
          ids.act(new ShellText().include("guarded.sh")).script(),
          ids.undo(new ShellText().include("guarded.sh")).line("exit").script());
      ports.addAll(change.ports());
      items.add(new RowItem(row));
    }
    List<String> concerned = List.copyOf(ports);
    concerned.stream().filter(id -> !id.isEmpty()).map(PortItem::new).forEach(items::add);
    return operation
        .expect(VmExpectations.of(concerned, before, effect(changes, before)))
        .footprint(Footprint.of(items))
        .build();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(before, () -> effect(changes(before), before));
  }

  private static Cluster effect(List<InterfaceIdChange> changes, Cluster before) {
    Cluster after = before;
    TreeSet<String> ports = new TreeSet<>();
    for (InterfaceIdChange change : changes) {
      after =
          after.withNode(
              change.node().name(),
              node ->
                  node.withBridge(
                      change.before().bridge(),
                      bridge -> bridge.withPort(written(change.before(), change.id()))));
      ports.addAll(change.ports());
    }
    return PortBindingPrediction.predict(after, List.copyOf(ports));
  }

  private static BridgePort written(BridgePort port, ExternalIdChange id) {
    return VswitchPrediction.withIds(
        port,
        before -> {
          Map<String, String> ids = new TreeMap<>(before);
          ids.remove(BridgePort.IFACE_ID);
          ids.remove("ovn-installed");
          id.after().ifPresent(value -> ids.put(BridgePort.IFACE_ID, value));
          return ids;
        });
  }

  @Override
  public String describe() {
    List<String> command =
        port.map(
                id ->
                    List.of(
                        "ovs-vsctl",
                        "set",
                        "Interface",
                        interfaceName,
                        "external_ids:" + BridgePort.IFACE_ID + "=" + id))
            .orElse(
                List.of(
                    "ovs-vsctl",
                    "remove",
                    "Interface",
                    interfaceName,
                    "external_ids",
                    BridgePort.IFACE_ID));
    return nodes.stream()
        .map(node -> node + ": " + ShellQuote.words(command))
        .collect(Collectors.joining("\n"));
  }
}
