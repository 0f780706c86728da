package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.northbound.NorthboundCommand;
import io.safeops.action.northbound.PortEdit;
import io.safeops.action.northbound.SwitchLookup;
import io.safeops.document.Schema;
import io.safeops.facts.derive.VmPort;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.plan.ParamType;
import io.safeops.predict.PortBindingPrediction;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Optional;

/**
 * An action that repairs what keeps a VM's port from being bound. It makes the first repair that
 * the facts call for: set the {@code iface-id} of the interface, correct the host that the
 * Northbound asks for, or enable the port (incident 003). One run makes one repair.
 *
 * @param port the logical port, by name or UUID
 * @param node the node of the interface; found in the facts if it is not given
 * @param interfaceName the interface; found in the facts if it is not given
 */
public record PortRebind(String port, Optional<String> node, Optional<String> interfaceName)
    implements Action {

  static final String NAME = "ovn.port.rebind";

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "repair what keeps the port of a VM from being bound",
        Schema.fields(
                Schema.required(
                    "port", ParamType.OVN_PORT.schema(), "the logical port, by name or UUID"),
                Schema.optional(
                    "node",
                    ParamType.NODE.schema(),
                    "the node of the interface; found in the facts if missing"),
                Schema.optional(
                    "interface",
                    ParamType.IFNAME.schema(),
                    "the interface; found in the facts if missing"))
            .needs("node", "interface")
            .needs("interface", "node"),
        PortRebind::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> node = arguments.optional("node", ParamType.NODE);
    Optional<String> interfaceName = arguments.optional("interface", ParamType.IFNAME);
    if (node.isPresent() != interfaceName.isPresent()) {
      // An interface's name needs its node, and a node has many interfaces: give both or neither.
      arguments.map().required(node.isPresent() ? "interface" : "node");
    }
    return arguments
        .required("port", ParamType.OVN_PORT)
        .map(port -> new PortRebind(port, node, interfaceName));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The repair, as an action. */
  private Action repair(Cluster cluster) throws ActionException {
    LogicalPort row =
        SwitchLookup.port(cluster, port)
            .orElseThrow(
                () -> ActionException.about("port", port, "there is no logical port " + port));
    VmPort vm =
        PortBindingPrediction.vmPort(cluster, row.name())
            .orElseThrow(
                () ->
                    ActionException.about(
                        "port", port, "port " + port + " does not belong to a VM"));
    String host = node.orElse(vm.host());
    String name = interfaceName.orElse(vm.interfaceName());
    if (name.isEmpty()) {
      throw new ActionException(
          "no node has an interface of port "
              + port
              + ": its VM is off, or its interface was never plugged in. Start the VM, or detach and attach the port"
              + " with `openstack server remove port` and `add port`");
    }
    if (!host.equals(vm.host()) || !name.equals(vm.interfaceName()) || !vm.isPlugged()) {
      return new InterfaceId(NAME, List.of(host), name, Optional.of(row.name()));
    }
    if (!vm.attached()) {
      throw new ActionException(
          "interface "
              + name
              + " of "
              + host
              + " is not attached (no ofport): its device is gone; start the VM again, or detach"
              + " and attach the port");
    }
    if (!vm.isRequestedHere()) {
      String hostname = hostname(cluster, host);
      return new NorthboundCommand(
          List.of(
              "ovn-nbctl",
              "set",
              "Logical_Switch_Port",
              row.name(),
              "options:requested-chassis=" + hostname),
          List.of(new PortEdit.PutOption(row.name(), "requested-chassis", hostname)));
    }
    if (!vm.enabled()) {
      return new NorthboundCommand(
          List.of("ovn-nbctl", "lsp-set-enabled", row.name(), "enabled"),
          List.of(new PortEdit.SetEnabled(row.name(), true)));
    }
    if (!vm.controlled()) {
      throw new ActionException(
          "nothing is wrong with port "
              + port
              + ", but the ovn-controller of "
              + host
              + " is not connected to the Southbound: repair that first");
    }
    throw new ActionException(
        "there is nothing to repair for port "
            + port
            + ": interface "
            + name
            + " of "
            + host
            + " has its iface-id, the port is enabled, and "
            + (vm.isServed()
                ? "it is bound there"
                : "ovn-controller there does not bind it: look at /var/log/ovn/ovn-controller.log on "
                    + host));
  }

  /** The host as Neutron writes it: the host name of the chassis. */
  private static String hostname(Cluster cluster, String host) {
    return cluster.chassis().stream()
        .filter(chassis -> chassis.node().equals(Optional.of(host)))
        .map(Chassis::hostname)
        .filter(name -> !name.isEmpty())
        .findFirst()
        .or(() -> cluster.node(host).map(Node::hostname))
        .orElse(host);
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    return repair(before).operation(before);
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(before, () -> repair(before).effect(before));
  }

  @Override
  public String describe() {
    String where =
        node.map(each -> each + ": ").orElse("")
            + ShellQuote.words(
                List.of(
                    "ovs-vsctl",
                    "set",
                    "Interface",
                    interfaceName.orElse("ITS-INTERFACE"),
                    "external_ids:iface-id=" + port));
    return where
        + "\n or, if the interface already has it: "
        + ShellQuote.words(
            List.of(
                "ovn-nbctl",
                "set",
                "Logical_Switch_Port",
                port,
                "options:requested-chassis=ITS-HOST"))
        + "\n or, if the host is right too: "
        + ShellQuote.words(List.of("ovn-nbctl", "lsp-set-enabled", port, "enabled"));
  }
}
