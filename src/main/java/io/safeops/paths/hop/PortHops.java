package io.safeops.paths.hop;

import io.safeops.facts.derive.VmPort;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.paths.intent.Intent;
import io.safeops.paths.intent.StrayInterface;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a logical port of a VM is served where its interface is. */
final class PortHops {

  /** The address of a port behind which are addresses that OVN does not know. */
  private static final String UNKNOWN = "unknown";

  private final ClusterIndex index;
  private final NodeHops nodes;
  private final CentralHops central;

  PortHops(ClusterIndex index, NodeHops nodes, CentralHops central) {
    this.index = index;
    this.nodes = nodes;
    this.central = central;
  }

  /** Where a port is, and its hops. */
  record Located(Optional<Node> node, Optional<Chassis> chassis, List<Hop> hops) {}

  Located of(Intent intent) {
    Optional<LogicalPort> row = index.port(intent.end());
    String subject =
        "port "
            + intent.end()
            + (intent.name().equals(intent.end()) ? "" : " of VM " + intent.name());
    List<Hop> hops = new ArrayList<>();
    if (row.isEmpty()) {
      hops.add(absent(intent, subject).with("port", intent.end()));
      return new Located(carrierNode(intent.end()), Optional.empty(), hops);
    }
    String carried = row.get().getParentName().orElse(intent.end());
    if (!row.get().switchName().equals(intent.switchName())) {
      hops.add(
          Hop.broken(
                  HopKind.PORT_PRESENT,
                  subject,
                  "",
                  "it is on switch "
                      + row.get().switchName()
                      + ", and it was on switch "
                      + intent.switchName())
              .with("port", intent.end()));
    }
    hops.add(type(row.get(), subject).withIfFaulty("port", intent.end()));
    hops.add(enabled(row.get(), subject));
    hops.add(addresses(row.get(), intent, subject).withIfFaulty("port", intent.end()));
    Optional<VmPort> vm = index.vmPort(carried);
    Optional<PortBinding> binding = index.binding(intent.end());
    if (row.get().type().equals("external") || row.get().type().equals("virtual")) {
      return bound(row.get(), binding, subject, hops);
    }
    Optional<Node> node = vm.map(VmPort::host).filter(host -> !host.isEmpty()).flatMap(index::node);
    if (node.isEmpty()) {
      return notFound(intent, binding, subject, hops);
    }
    hops.addAll(nodes.switching(node.get()));
    List<Hop> needs = new ArrayList<>(hops);
    Hop identity =
        identity(intent, carried, vm.get(), node.get(), subject).causedBy(nodes.read(node.get()));
    hops.add(identity);
    hops.add(requested(vm.get(), subject));
    // Of several interfaces it is not known which one is the VM's.
    boolean several = index.carriers(carried).size() > 1;
    attached(vm.get(), node.get()).stream()
        .map(hop -> hop.withIfFaulty("interface", vm.get().interfaceName()))
        .forEach(hop -> hops.add(several ? hop.causedBy(identity) : hop));
    needs.addAll(hops);
    room(vm.get(), node.get(), row.get()).ifPresent(hops::add);
    needs.addAll(nodes.programming(node.get()));
    needs.addAll(central.northd());
    needs.addAll(central.southbound());
    nodes.registered(node.get()).ifPresent(needs::add);
    hops.add(claimed(row.get(), vm.get(), binding, node.get(), subject).causedBy(needs));
    hops.addAll(nodes.programming(node.get()));
    return new Located(node, index.chassisOf(node.get()), hops);
  }

  private Hop absent(Intent intent, String subject) {
    boolean read = index.cluster().northbound().filter(each -> each.isReadable()).isPresent();
    return read
        ? Hop.broken(
            HopKind.PORT_PRESENT,
            subject,
            "",
            "the Northbound does not have it"
                + (index.switchNamed(intent.switchName()).isPresent()
                        || intent.switchName().isEmpty()
                    ? ""
                    : ", nor its switch " + intent.switchName()))
        : Hop.unknown(HopKind.PORT_PRESENT, subject, "", "the Northbound could not be read")
            .causedBy(central.northbound());
  }

  private Optional<Node> carrierNode(String port) {
    return index.carriers(port).stream().map(ClusterIndex.Carrier::node).findFirst();
  }

  private Hop type(LogicalPort row, String subject) {
    List<ClusterIndex.Carrier> carriers = index.carriers(row.name());
    if (!row.type().isEmpty() && !carriers.isEmpty()) {
      return Hop.broken(
          HopKind.PORT_TYPE,
          subject,
          carriers.get(0).node().name(),
          "its type is "
              + row.type()
              + ", and interface "
              + carriers.get(0).port().name()
              + " of "
              + carriers.get(0).node().name()
              + " carries its iface-id: ovn-controller serves no interface for this type");
    }
    if (row.getParentName().isPresent() && !carriers.isEmpty()) {
      return Hop.broken(
          HopKind.PORT_TYPE,
          subject,
          carriers.get(0).node().name(),
          "it is a subport of "
              + row.getParentName().get()
              + ", and interface "
              + carriers.get(0).port().name()
              + " of "
              + carriers.get(0).node().name()
              + " carries its iface-id: OVN sends its packets to the parent's interface");
    }
    return switch (row.type()) {
      case "", "external", "virtual" -> Hop.works(HopKind.PORT_TYPE, subject, "");
      default ->
          Hop.broken(
              HopKind.PORT_TYPE,
              subject,
              "",
              "its type is " + row.type() + ": no chassis serves an interface for it");
    };
  }

  private static Hop enabled(LogicalPort row, String subject) {
    return row.enabled()
        ? Hop.works(HopKind.PORT_ENABLED, subject, "")
        : Hop.broken(
                HopKind.PORT_ENABLED,
                subject,
                "",
                "it is disabled in the Northbound: every packet is dropped")
            .with("port", row.name());
  }

  private Hop addresses(LogicalPort row, Intent intent, String subject) {
    List<String> addresses = row.addresses();
    if (addresses.isEmpty()) {
      return Hop.broken(
          HopKind.PORT_ADDRESSES,
          subject,
          "",
          "it has no addresses in the Northbound: OVN delivers no packet to it");
    }
    if (addresses.contains(UNKNOWN)) {
      return Hop.works(HopKind.PORT_ADDRESSES, subject, "");
    }
    if (intent.meant().addresses().contains(UNKNOWN)) {
      return Hop.broken(
          HopKind.PORT_ADDRESSES,
          subject,
          "",
          "its addresses are "
              + String.join(", ", addresses)
              + ", and `unknown` was among them: OVN delivers no packet to any other address behind"
              + " it, as that of a nested VM");
    }
    List<String> carried =
        index.carriers(row.name()).stream()
            .filter(each -> each.port().isAttached())
            .map(each -> each.port().externalIds().getOrDefault("attached-mac", ""))
            .filter(mac -> !mac.isEmpty())
            .toList();
    for (String mac : carried) {
      if (row.getMacs().stream().noneMatch(each -> lower(each).equals(lower(mac)))
          && !addresses.contains("dynamic")) {
        return Hop.broken(
            HopKind.PORT_ADDRESSES,
            subject,
            "",
            "its addresses are "
                + String.join(", ", addresses)
                + ", and the interface of the VM has the MAC "
                + mac
                + ": OVN delivers no packet to it");
      }
    }
    List<String> meant = intent.meant().addresses();
    if (!meant.isEmpty() && !addresses.containsAll(meant)) {
      return Hop.broken(
          HopKind.PORT_ADDRESSES,
          subject,
          "",
          "its addresses are "
              + String.join(", ", addresses)
              + ", and they were "
              + String.join(", ", meant));
    }
    return index
        .sharedAddresses()
        .problem(row)
        .map(why -> Hop.broken(HopKind.PORT_ADDRESSES, subject, "", why))
        .orElseGet(() -> Hop.works(HopKind.PORT_ADDRESSES, subject, ""));
  }

  private static String lower(String mac) {
    return mac.toLowerCase(Locale.ROOT);
  }

  /** A port that is bound and has no interface: SR-IOV, or an address that moves between ports. */
  private Located bound(
      LogicalPort row, Optional<PortBinding> binding, String subject, List<Hop> hops) {
    Optional<Node> node = binding.flatMap(PortBinding::chassis).flatMap(index::nodeOf);
    Optional<Chassis> chassis = binding.flatMap(PortBinding::chassis).flatMap(index::chassis);
    if (binding.flatMap(PortBinding::chassis).isEmpty()) {
      hops.add(
          Hop.broken(
                  HopKind.PORT_CLAIMED,
                  subject,
                  "",
                  "it is of type " + row.type() + ", and no chassis holds it")
              .causedBy(hops)
              .causedBy(central.southbound())
              .causedBy(central.northd()));
    } else {
      hops.add(Hop.works(HopKind.PORT_CLAIMED, subject, node.map(Node::name).orElse("")));
    }
    node.ifPresent(
        each -> {
          hops.addAll(nodes.switching(each));
          hops.addAll(nodes.programming(each));
        });
    if (node.isEmpty()) {
      chassis.ifPresent(each -> hops.add(nodes.notInInventory(each)));
    }
    return new Located(node, chassis, hops);
  }

  /** No interface on a node that was read is, or seems to be, the VM's. */
  private Located notFound(
      Intent intent, Optional<PortBinding> binding, String subject, List<Hop> hops) {
    Optional<Chassis> chassis = binding.flatMap(PortBinding::chassis).flatMap(index::chassis);
    Optional<Node> node = chassis.flatMap(Chassis::node).flatMap(index::node);
    if (chassis.isPresent() && node.isEmpty()) {
      hops.add(nodes.notInInventory(chassis.get()));
      return new Located(node, chassis, hops);
    }
    Optional<StrayInterface> stray = StrayInterface.of(index.cluster(), intent.end());
    if (stray.isPresent()) {
      return elsewhere(stray.get(), subject, hops);
    }
    List<Hop> causes = new ArrayList<>();
    node.ifPresent(each -> causes.addAll(nodes.switching(each)));
    node.ifPresent(each -> causes.addAll(nodes.programming(each)));
    boolean seen = node.map(each -> each.isRead() && each.problems().isEmpty()).orElse(false);
    boolean everywhere =
        index.cluster().nodes().stream()
            .allMatch(each -> each.absent().isPresent() || each.isRead());
    String why = "no interface on any node carries it (iface-id " + intent.end() + ")";
    String mend = ". The VM has lost its network. Start it again, or detach and attach the port";
    if (node.isPresent()) {
      hops.addAll(nodes.switching(node.get()));
    } else {
      causes.addAll(NodeHops.reading(index.unread()));
    }
    hops.add(
        (seen || (node.isEmpty() && everywhere)
                ? Hop.broken(
                    HopKind.PORT_INTERFACE, subject, node.map(Node::name).orElse(""), why + mend)
                : Hop.unknown(
                    HopKind.PORT_INTERFACE,
                    subject,
                    node.map(Node::name).orElse(""),
                    why + " of those that were read"))
            .with("port", intent.end())
            .causedBy(causes));
    return new Located(node, chassis, hops);
  }

  /** ovn-controller looks for interfaces on the integration bridge only. */
  private Located elsewhere(StrayInterface stray, String subject, List<Hop> hops) {
    Optional<Node> node = index.node(stray.node());
    hops.add(
        Hop.broken(
                HopKind.PORT_INTERFACE,
                subject,
                stray.node(),
                stray.node()
                    + ": interface "
                    + stray.name()
                    + ", which carries its iface-id, is a port of bridge "
                    + stray.bridge()
                    + ", and ovn-controller looks at "
                    + node.map(Node::getIntegrationBridge).orElse("br-int")
                    + " only")
            .with("port", stray.id())
            .with("node", stray.node())
            .with("interface", stray.name()));
    return new Located(node, node.flatMap(index::chassisOf), hops);
  }

  private Hop identity(Intent intent, String carried, VmPort vm, Node node, String subject) {
    String where = node.name() + ": interface " + vm.interfaceName();
    Hop hop;
    // ovn-controller ignores an interface that has no OpenFlow port (OVN source, binding.c). One
    // that
    // has none yet gets it.
    List<ClusterIndex.Carrier> all =
        index.carriers(carried).stream().filter(each -> each.port().ofport() >= 0).toList();
    if (!vm.isPlugged()) {
      hop =
          Hop.broken(
              HopKind.PORT_INTERFACE,
              subject,
              node.name(),
              where
                  + (vm.carries().isEmpty()
                      ? " has lost its iface-id"
                      : " has the iface-id " + vm.carries())
                  + ", which must be "
                  + carried
                  + ": ovn-controller does not bind the port, and every packet is lost");
    } else if (areRivals(all, vm)) {
      hop =
          Hop.broken(
              HopKind.PORT_INTERFACE,
              subject,
              node.name(),
              "it is the iface-id of "
                  + all.size()
                  + " interfaces, "
                  + String.join(
                      ", ",
                      all.stream()
                          .map(each -> each.port().name() + " of " + each.node().name())
                          .sorted()
                          .toList())
                  + ": their ovn-controllers take the port from each other again and again. Remove"
                  + " the key from the interface that is not the VM's: `ovs-vsctl remove interface"
                  + " NAME external_ids iface-id`");
    } else {
      hop = Hop.works(HopKind.PORT_INTERFACE, subject, node.name());
    }
    return hop.with("port", intent.end())
        .with("node", node.name())
        .with("interface", vm.interfaceName())
        .with("carriers", String.valueOf(all.size()))
        .with("foreign", ForeignCarriers.of(index, carried, vm));
  }

  /**
   * Whether the ovn-controllers of several interfaces, or one of two interfaces, may claim the port
   * in place of each other. While a VM migrates, its old and its new host have an interface; only a
   * requested chassis claims the port (OVN source, controller/lport.c).
   */
  private boolean areRivals(List<ClusterIndex.Carrier> all, VmPort vm) {
    if (vm.requested().isEmpty()) {
      return all.size() > 1;
    }
    return vm.requested().stream()
        .anyMatch(
            name -> all.stream().filter(each -> index.isCalled(each.node(), name)).count() > 1);
  }

  private static Hop requested(VmPort vm, String subject) {
    Hop hop =
        vm.isRequestedHere()
            ? Hop.works(HopKind.PORT_REQUESTED, subject, vm.host())
            : Hop.broken(
                HopKind.PORT_REQUESTED,
                subject,
                vm.host(),
                "it may be bound only on "
                    + String.join(", ", vm.requested())
                    + " (options requested-chassis), and its interface "
                    + vm.interfaceName()
                    + " is on "
                    + vm.host()
                    + ", whose chassis is called "
                    + String.join(" or ", vm.hostnames())
                    + ": no chassis binds it");
    return hop.with("port", vm.name())
        .with("node", vm.host())
        .with("interface", vm.interfaceName());
  }

  private static List<Hop> attached(VmPort vm, Node node) {
    String subject = node.name() + ": interface " + vm.interfaceName();
    Optional<BridgePort> port =
        node.bridge(node.getIntegrationBridge()).flatMap(each -> each.port(vm.interfaceName()));
    if (!vm.attached()) {
      return List.of(
          Hop.broken(
              HopKind.INTERFACE_ATTACHED,
              subject,
              node.name(),
              "it has no OpenFlow port: its device is gone"
                  + port.flatMap(BridgePort::error).map(error -> " (" + error + ")").orElse("")
                  + ". Start the VM again, or detach and attach its port"));
    }
    Optional<BridgeInterface> member = port.flatMap(each -> each.members().stream().findFirst());
    return List.of(
        Hop.works(HopKind.INTERFACE_ATTACHED, subject, node.name()),
        port.flatMap(BridgePort::getBlocked)
            .map(why -> Hop.broken(HopKind.INTERFACE_UP, subject, node.name(), why))
            .orElseGet(() -> up(subject, node, member)));
  }

  /** Whether the interface takes the largest packets of its network. */
  private Optional<Hop> room(VmPort vm, Node node, LogicalPort row) {
    Optional<Nic> nic = BridgeHops.nic(node, vm.interfaceName());
    long meant = index.switchNamed(row.switchName()).map(LogicalSwitch::getMtu).orElse(0L);
    if (nic.isEmpty() || nic.get().mtu() == 0 || meant == 0) {
      return Optional.empty();
    }
    String subject = node.name() + ": MTU of interface " + vm.interfaceName();
    return Optional.of(
        (nic.get().mtu() >= meant
                ? Hop.works(HopKind.INTERFACE_MTU, subject, node.name())
                : Hop.broken(
                    HopKind.INTERFACE_MTU,
                    subject,
                    node.name(),
                    "it is "
                        + nic.get().mtu()
                        + ", and the network has "
                        + meant
                        + ": larger packets are lost"))
            .with("node", node.name())
            .with("interface", vm.interfaceName()));
  }

  private static Hop up(String subject, Node node, Optional<BridgeInterface> member) {
    HopKind kind = HopKind.INTERFACE_UP;
    if (member.isEmpty()) {
      return Hop.unknown(kind, subject, node.name(), "the state of its link was not read");
    }
    if (member.get().adminState().equals(BridgeInterface.DOWN)) {
      return Hop.broken(kind, subject, node.name(), "it is set down");
    }
    if (member.get().linkState().equals(BridgeInterface.DOWN)
        && member.get().kind().startsWith("dpdkvhostuser")) {
      // The socket of a vhost-user interface stays when its VM ends (ovs-vswitchd.conf.db(5)).
      return Hop.of(
          kind,
          subject,
          node.name(),
          Answer.DEGRADED,
          "no VM has its vhost-user socket open: the VM is off, or it is starting");
    }
    if (member.get().linkState().equals(BridgeInterface.DOWN)) {
      return Hop.broken(
          kind,
          subject,
          node.name(),
          "it has no link: nothing is at its other end, or that is down");
    }
    return member.get().linkState().isEmpty()
        ? Hop.unknown(
            kind, subject, node.name(), "Open vSwitch does not know the state of its link")
        : Hop.works(kind, subject, node.name());
  }

  private Hop claimed(
      LogicalPort row, VmPort vm, Optional<PortBinding> binding, Node node, String subject) {
    Optional<String> own = index.chassisOf(node).map(Chassis::name);
    Optional<String> holder = binding.flatMap(PortBinding::chassis);
    List<String> more = binding.flatMap(PortBinding::additionalChassis).orElse(List.of());
    boolean here = own.isPresent() && (holder.equals(own) || more.contains(own.get()));
    boolean subport = row.getParentName().isPresent();
    boolean installed = vm.installed() || subport;
    boolean up = binding.map(PortBinding::up).orElse(false);
    Hop hop;
    if (here && up && installed) {
      hop = Hop.works(HopKind.PORT_CLAIMED, subject, node.name());
    } else if (here && up) {
      // ovn-controller takes the mark away from a parent that loses a subport, and leaves the
      // flows (OVN 23.03, seen in the lab: packets pass).
      hop =
          Hop.of(
              HopKind.PORT_CLAIMED,
              subject,
              node.name(),
              Answer.DEGRADED,
              "its chassis holds it and the Southbound has it up, but its interface "
                  + vm.interfaceName()
                  + " has no ovn-installed=true: packets pass, and who waits for this mark waits");
    } else if (index.cluster().southbound().filter(each -> each.isReadable()).isEmpty()) {
      hop =
          Hop.unknown(
              HopKind.PORT_CLAIMED, subject, node.name(), "the Southbound could not be read");
    } else if (vm.installed() && holder.flatMap(each -> formerName(node, each)).isPresent()) {
      hop =
          Hop.of(
              HopKind.PORT_CLAIMED,
              subject,
              node.name(),
              Answer.AS_LAST_PROGRAMMED,
              "chassis "
                  + holder.orElse("")
                  + " holds it, which has the address of "
                  + node.name()
                  + " and is not its chassis any more");
    } else if (holder.isEmpty() && vm.installed() && isLeftAlone(node)) {
      hop =
          Hop.of(
              HopKind.PORT_CLAIMED,
              subject,
              node.name(),
              Answer.AS_LAST_PROGRAMMED,
              "no chassis holds it, and its flows are still installed on "
                  + node.name()
                  + ", where ovn-controller changes nothing now");
    } else {
      hop =
          Hop.broken(
              HopKind.PORT_CLAIMED,
              subject,
              node.name(),
              (here
                      ? "its chassis holds it, but its flows are not installed"
                      : holder
                          .map(other -> "chassis " + hostname(other) + " holds it")
                          .orElse("no chassis holds it"))
                  + ". Its interface "
                  + vm.interfaceName()
                  + " is on "
                  + node.name()
                  + ": there, /var/log/ovn/ovn-controller.log tells more");
    }
    return hop.with("port", row.name())
        .with("node", node.name())
        .with("interface", vm.interfaceName())
        .with("manager", node.component("controller").map(each -> each.getManager()).orElse(""));
  }

  /** Whether a chassis is what the node was called before: no other node has its address. */
  private Optional<Chassis> formerName(Node node, String chassis) {
    return nodes.former(node).filter(each -> each.name().equals(chassis));
  }

  /** Whether nobody changes the flows of a node now. */
  private boolean isLeftAlone(Node node) {
    return nodes.programming(node).stream()
        .anyMatch(hop -> hop.answer() == Answer.AS_LAST_PROGRAMMED);
  }

  private String hostname(String chassis) {
    return index
        .chassis(chassis)
        .map(Chassis::hostname)
        .filter(name -> !name.isEmpty())
        .orElse(chassis);
  }
}
