package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.StepNodes;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An action that takes the {@code iface-id} of a logical port from an interface, while another
 * interface carries it too. Two interfaces with one {@code iface-id} on two nodes take the port
 * from each other again and again (OVN source, controller/binding.c); on one node it is not certain
 * which of them gets the packets.
 *
 * @param nodes the node of the interface
 * @param port the logical port, by its name
 */
public record IfaceIdRemove(List<String> nodes, String interfaceName, String port)
    implements Action {

  static final String NAME = "ovs.iface-id.remove";

  public IfaceIdRemove {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "take the iface-id of a logical port from an interface, while another interface carries it too",
        Schema.fields(
            Schema.required("interface", ParamType.IFNAME.schema(), "the interface"),
            Schema.required("port", ParamType.OVN_PORT.schema(), "the logical port, by its name")),
        IfaceIdRemove::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> interfaceName = arguments.required("interface", ParamType.IFNAME);
    Optional<String> port = arguments.required("port", ParamType.OVN_PORT);
    return interfaceName.isPresent() && port.isPresent()
        ? Optional.of(new IfaceIdRemove(arguments.nodes(), interfaceName.get(), port.get()))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  private Action removal(Cluster cluster) throws ActionException {
    List<Node> found = StepNodes.read(cluster, nodes);
    if (found.size() != 1) {
      throw new ActionException("give one node: the others keep the iface-id");
    }
    Node node = found.get(0);
    List<String> carrying = new ArrayList<>();
    for (Node each : cluster.nodes()) {
      each.bridge(each.getIntegrationBridge()).stream()
          .flatMap(bridge -> bridge.ports().stream())
          .filter(BridgePort::isAttached)
          .filter(one -> one.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(port))
          .forEach(one -> carrying.add(one.name() + " of " + each.name()));
    }
    String own = interfaceName + " of " + node.name();
    boolean has =
        node.bridges().stream()
            .flatMap(bridge -> bridge.port(interfaceName).stream())
            .anyMatch(one -> one.externalIds().getOrDefault(BridgePort.IFACE_ID, "").equals(port));
    if (!has) {
      throw new ActionException("interface " + own + " does not have the iface-id " + port);
    }
    carrying.remove(own);
    if (carrying.isEmpty()) {
      throw new ActionException(
          "no other attached interface has the iface-id "
              + port
              + ": without "
              + own
              + " the port would be bound nowhere");
    }
    return new InterfaceId(NAME, nodes, interfaceName, Optional.empty());
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    return removal(before).operation(before);
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(before, () -> removal(before).effect(before));
  }

  @Override
  public String describe() {
    return new InterfaceId(NAME, nodes, interfaceName, Optional.empty()).describe()
        + "\n only while another interface has the iface-id "
        + port;
  }
}
