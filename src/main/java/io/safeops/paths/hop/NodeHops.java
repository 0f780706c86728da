package io.safeops.paths.hop;

import io.safeops.facts.derive.ShortenedList;
import io.safeops.facts.derive.Tunnels;
import io.safeops.facts.model.NameIndexes;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.ServiceSupervisor;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every path through a node needs: the node was read, and its switch is programmed. */
final class NodeHops {

  private final ClusterIndex index;
  private final CentralHops central;
  private final Map<String, Hop> read = new HashMap<>();
  private final Map<String, List<Hop>> switching = new HashMap<>();
  private final Map<String, List<Hop>> programming = new HashMap<>();

  NodeHops(ClusterIndex index, CentralHops central) {
    this.index = index;
    this.central = central;
  }

  /** Whether the facts of a node were read. */
  Hop read(Node node) {
    return read.computeIfAbsent(
        node.name(),
        name -> {
          if (node.absent().isPresent()) {
            return Hop.of(
                HopKind.NODE_READ,
                name,
                name,
                Answer.NOT_MODELLED,
                "the inventory calls it absent: " + node.absent().get());
          }
          if (node.unreachable().isPresent()) {
            return Hop.unknown(
                HopKind.NODE_READ, name, name, "it could not be read: " + node.unreachable().get());
          }
          Hop hop = Hop.works(HopKind.NODE_READ, name, name);
          return node.problems().isEmpty()
              ? hop
              : Hop.unknown(
                      HopKind.NODE_READ,
                      name,
                      name,
                      "it could be read only in part: " + String.join("; ", node.problems()))
                  .causedBy(components(node));
        });
  }

  /** Of a chassis that no node has: a node that could not be read may have it. */
  Hop notInInventory(Chassis chassis) {
    String name = chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname();
    List<Node> unread = index.mayBeOf(chassis);
    if (unread.size() == 1) {
      return read(unread.get(0));
    }
    return unread.isEmpty()
        ? Hop.of(
            HopKind.NODE_READ,
            name,
            "",
            Answer.NOT_MODELLED,
            "the inventory has no node of this chassis")
        : Hop.unknown(
                HopKind.NODE_READ,
                "chassis " + name,
                "",
                "its node may be one of those that could not be read")
            .causedBy(reading(unread));
  }

  /** Hops that stand for the reading of nodes, as causes. */
  static List<Hop> reading(List<Node> nodes) {
    return nodes.stream()
        .map(node -> Hop.works(HopKind.NODE_READ, node.name(), node.name()))
        .toList();
  }

  /** All hops of a node that forward packets as they were programmed. */
  List<Hop> switching(Node node) {
    return switching.computeIfAbsent(
        node.name(),
        any -> {
          List<Hop> hops = new ArrayList<>(List.of(read(node)));
          if (node.isRead()) {
            asked(node).ifPresent(hops::add);
            Hop runs = running(node, ComponentName.VSWITCHD, HopKind.SWITCH_RUNS, Answer.BROKEN);
            hops.add(runs);
            hops.add(integration(node).causedBy(hops));
          }
          return List.copyOf(hops);
        });
  }

  /** Whether the integration bridge is there and has flows: without any it drops every packet. */
  private static Hop integration(Node node) {
    String name = node.getIntegrationBridge();
    String subject = node.name() + ": bridge " + name;
    Optional<Bridge> bridge = node.bridge(name);
    Hop hop;
    if (bridge.isEmpty()) {
      hop =
          node.problems().isEmpty()
              ? Hop.broken(
                  HopKind.BRIDGE,
                  subject,
                  node.name(),
                  "the node does not have it, and it is the integration bridge")
              : Hop.unknown(HopKind.BRIDGE, subject, node.name(), "its bridges were not read");
    } else {
      hop =
          switch (bridge.get().forwarding()) {
            case Bridge.NORMAL, Bridge.FLOWS -> Hop.works(HopKind.BRIDGE, subject, node.name());
            case Bridge.NOTHING ->
                Hop.broken(
                        HopKind.BRIDGE,
                        subject,
                        node.name(),
                        "it has no flows: it drops every packet. ovn-controller writes them again after"
                            + " its next start")
                    .with("problem", "no flows")
                    .with(
                        "manager",
                        node.component(ComponentName.CONTROLLER)
                            .map(Component::getManager)
                            .orElse(""));
            default ->
                Hop.unknown(
                    HopKind.BRIDGE, subject, node.name(), "whether it has flows was not read");
          };
    }
    return hop.with("node", node.name()).with("bridge", name).with("integration", "true");
  }

  /** All hops of a node that a new flow needs. */
  List<Hop> programming(Node node) {
    return programming.computeIfAbsent(
        node.name(),
        any -> {
          if (!node.isRead()) {
            return List.of();
          }
          List<Hop> hops = new ArrayList<>();
          Hop database =
              running(
                  node, ComponentName.OVSDB, HopKind.SWITCH_DATABASE, Answer.AS_LAST_PROGRAMMED);
          Hop controller =
              running(
                      node,
                      ComponentName.CONTROLLER,
                      HopKind.CONTROLLER_RUNS,
                      Answer.AS_LAST_PROGRAMMED)
                  .causedBy(database);
          if (controller.answer() == Answer.AS_LAST_PROGRAMMED && isGone(node)) {
            controller =
                controller.withWhy(
                    controller.why()
                        + ". Its chassis and tunnels are gone, as after a graceful stop");
          }
          hops.add(database);
          hops.add(controller);
          hops.add(
              connected(node, controller)
                  .causedBy(List.of(database, controller))
                  .causedBy(central.certificates(node, ComponentName.CONTROLLER))
                  .causedBy(central.southboundServes()));
          hops.add(ControllerHops.version(index, node));
          ControllerHops.openFlow(node).ifPresent(hops::add);
          encapKeys(node).ifPresent(hops::add);
          chassis(node, hops).ifPresent(hops::add);
          return List.copyOf(hops);
        });
  }

  /** What a new change needs on a node, and what is programmed already does not. */
  List<Hop> upkeep(Node node) {
    List<Hop> hops = new ArrayList<>();
    if (!isDown(node, ComponentName.OVSDB)) {
      hops.addAll(DatabaseDiskHops.of(node, ComponentName.OVSDB));
    }
    if (!isDown(node, ComponentName.CONTROLLER)) {
      hops.addAll(central.certificates(node, ComponentName.CONTROLLER));
    }
    return hops;
  }

  private static boolean isDown(Node node, ComponentName name) {
    return node.component(name).filter(each -> !each.isActive()).isPresent();
  }

  /** Whether the Southbound was read and does not have the chassis of the node. */
  private boolean isGone(Node node) {
    return index.cluster().southbound().filter(DatabaseStatus::isReadable).isPresent()
        && index.chassisOf(node).isEmpty();
  }

  /** The hops of its components, without what they depend on. */
  private List<Hop> components(Node node) {
    return List.of(
        running(node, ComponentName.VSWITCHD, HopKind.SWITCH_RUNS, Answer.BROKEN),
        running(node, ComponentName.OVSDB, HopKind.SWITCH_DATABASE, Answer.AS_LAST_PROGRAMMED),
        running(
            node, ComponentName.CONTROLLER, HopKind.CONTROLLER_RUNS, Answer.AS_LAST_PROGRAMMED));
  }

  private static String askedSubject(String node) {
    return node + ": its daemons";
  }

  /**
   * Of a node of which no daemon was asked whether it answers: one finding for all of them.
   *
   * @return empty if one was asked, or none runs
   */
  static Optional<Hop> asked(Node node) {
    List<Component> running =
        node.components().stream()
            .filter(Component::isActive)
            .filter(each -> !each.hasName(ComponentName.NEUTRON_SERVER))
            .toList();
    boolean none = running.stream().allMatch(each -> each.answer().isEmpty());
    if (running.isEmpty() || !none || !node.isRead()) {
      return Optional.empty();
    }
    boolean boxed =
        running.stream().anyMatch(each -> each.manager() == ServiceSupervisor.CONTAINER);
    return Optional.of(
        Hop.unknown(
                HopKind.DAEMONS_ASKED,
                askedSubject(node.name()),
                node.name(),
                "none of them could be asked whether it answers. "
                    + (boxed
                        ? "Either `docker exec` (or `podman exec`) must work there, or the node needs"
                            + " ovs-appctl and the control sockets below /run/openvswitch and /run/ovn"
                        : "The node needs ovs-appctl or ovn-appctl, and the control sockets below"
                            + " /run/openvswitch and /run/ovn"))
            .with("node", node.name()));
  }

  /**
   * Whether a component runs and answers.
   *
   * @param otherwise the answer of the hop if it does not
   */
  static Hop running(Node node, ComponentName name, HopKind kind, Answer otherwise) {
    String subject = name.word() + " on " + node.name();
    Optional<Component> found = node.component(name);
    if (found.isEmpty()) {
      return Hop.unknown(kind, subject, node.name(), "no unit and no container of it was found");
    }
    Hop hop = running(found.get(), kind, subject, otherwise);
    if (name == ComponentName.VSWITCHD && hop.answer() == otherwise) {
      hop = hop.withWhy(hop.why() + ": packets that have no flow in the datapath are lost");
    }
    return hop.with("node", node.name())
        .with("component", name.word())
        .with("manager", found.get().getManager());
  }

  private static Hop running(Component component, HopKind kind, String subject, Answer otherwise) {
    String node = component.node();
    if (!component.isActive()) {
      return Hop.of(kind, subject, node, otherwise, component.unit() + " is " + component.state())
          .with("process", "none");
    }
    return switch (component.process()) {
      case "stopped" ->
          Hop.of(
                  kind,
                  subject,
                  node,
                  otherwise,
                  "its process is stopped by a signal: its unit is active, and it does nothing")
              .with("process", "stopped");
      case "zombie" ->
          Hop.of(kind, subject, node, otherwise, "its process has ended, and its unit is active")
              .with("process", "zombie");
      default ->
          switch (component.answer()) {
            case "answers", "slow" -> Hop.works(kind, subject, node);
            case "silent" ->
                Hop.of(kind, subject, node, otherwise, "it does not answer on its control socket")
                    .with("process", "silent")
                    .with("answer", "silent");
            case "busy" ->
                Hop.of(
                        kind,
                        subject,
                        node,
                        otherwise,
                        "it did not answer on its control socket for 5 s and used the CPU all the"
                            + " time: it has much to do, or it is in a loop. A restart would begin"
                            + " that work again: ask once more, and read its log (lines of"
                            + " poll_loop and timeval)")
                    .with("process", "busy")
                    .with("answer", "busy");
            case "blocked" ->
                Hop.of(
                        kind,
                        subject,
                        node,
                        otherwise,
                        "it did not answer on its control socket, and the kernel does not let it"
                            + " run (state D): it waits for a disk or another device. Look at the"
                            + " kernel's log (dmesg) and at its disk; a restart waits for the same")
                    .with("process", "blocked")
                    .with("answer", "blocked");
            default ->
                Hop.unknown(kind, subject, node, "it was not asked whether it answers")
                    .causedBy(Hop.works(HopKind.DAEMONS_ASKED, askedSubject(node), node));
          };
    };
  }

  private Hop connected(Node node, Hop controller) {
    String subject = "ovn-controller of " + node.name() + " to the Southbound";
    Optional<Component> found = node.component(ComponentName.CONTROLLER);
    String connection = found.map(Component::connection).orElse("");
    Hop hop =
        connection.equals(Component.CONNECTED)
            ? Hop.works(HopKind.CONTROLLER_CONNECTED, subject, node.name())
            : connection.isEmpty() && controller.answer() != Answer.AS_LAST_PROGRAMMED
                ? Hop.unknown(
                    HopKind.CONTROLLER_CONNECTED,
                    subject,
                    node.name(),
                    "it did not say whether it is connected to the Southbound")
                : Hop.of(
                    HopKind.CONTROLLER_CONNECTED,
                    subject,
                    node.name(),
                    Answer.AS_LAST_PROGRAMMED,
                    connection.isEmpty()
                        ? "it does nothing, and so takes nothing from the Southbound"
                        : "it is not connected to the Southbound" + remote(node));
    return hop.with("node", node.name())
        .with("manager", found.map(Component::getManager).orElse(""))
        .with("remote", node.setting("ovn-remote").orElse(""))
        .with("remote-key", node.settingKey("ovn-remote"));
  }

  private String remote(Node node) {
    String usual = Tunnels.usualRemote(index.cluster());
    String others = usual.isEmpty() ? "" : " (the other chassis use " + usual + ")";
    if (node.getRemotes().isEmpty()) {
      return ": ovn-remote is not set" + others;
    }
    String remotes = String.join(", ", node.getRemotes());
    String key = node.settingKey("ovn-remote");
    return Collections.disjoint(node.getRemotes(), Tunnels.remotes(index.cluster()))
        ? ": " + key + " is " + remotes + ", where no Southbound is known" + others
        : " (" + key + " is " + remotes + ")";
  }

  /**
   * Whether the Southbound has the chassis of a node, and no other node has it.
   *
   * @return empty if the node was not read
   */
  private Optional<Hop> chassis(Node node, List<Hop> needs) {
    if (!node.isRead()
        || !node.problems().isEmpty()
        || node.component(ComponentName.CONTROLLER).isEmpty()) {
      return Optional.empty();
    }
    if (index.cluster().southbound().filter(DatabaseStatus::isReadable).isEmpty()) {
      return Optional.of(
          Hop.unknown(
                  HopKind.CHASSIS,
                  node.name() + ": its chassis",
                  node.name(),
                  "the Southbound could not be read")
              .causedBy(central.southbound()));
    }
    String subject = node.name() + ": its chassis";
    List<String> others =
        node
            .systemId()
            .map(
                id ->
                    NameIndexes.NODES_WITH_ID
                        .of(index.cluster().nodes())
                        .getOrDefault(id, List.of()))
            .orElse(List.of())
            .stream()
            .map(Node::name)
            .filter(name -> !name.equals(node.name()))
            .sorted()
            .toList();
    if (!others.isEmpty()) {
      return Optional.of(
          Hop.broken(
                  HopKind.CHASSIS,
                  subject,
                  node.name(),
                  "system-id "
                      + node.systemId().orElse("")
                      + " is also used by "
                      + String.join(", ", ShortenedList.of(others.stream(), others.size()))
                      + ". The nodes take the chassis from each other again and again. On the"
                      + " cloned node, stop ovn-controller, set a new id in"
                      + " /etc/openvswitch/system-id.conf and external_ids:system-id, and start"
                      + " ovn-controller")
              .with("node", node.name()));
    }
    Hop hop =
        index.chassisOf(node).isPresent()
            ? Hop.works(HopKind.CHASSIS, subject, node.name())
            : Hop.of(
                HopKind.CHASSIS,
                subject,
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                "the Southbound does not have it: the node holds no port, and no other chassis has"
                    + " a tunnel to it");
    return Optional.of(
        hop.with("node", node.name()).causedBy(needs).causedBy(central.southbound()));
  }

  /**
   * Without an address and a type for tunnels, ovn-controller registers no chassis and applies
   * nothing (OVN source, controller/chassis.c). What it has applied before stays until its next
   * start.
   *
   * @return empty if both keys are there
   */
  Optional<Hop> encapKeys(Node node) {
    if (node.component(ComponentName.CONTROLLER).isEmpty()
        || (!node.getEncapIps().isEmpty() && !node.getEncapTypes().isEmpty())) {
      return Optional.empty();
    }
    String subject = node.name() + ": tunnel end";
    // A node without bridges is one whose Open_vSwitch database was not read.
    boolean known = node.problems().isEmpty() && !node.bridges().isEmpty();
    String setting = node.getEncapIps().isEmpty() ? "ovn-encap-ip" : "ovn-encap-type";
    Hop hop =
        known
            ? Hop.of(
                HopKind.ENCAP,
                subject,
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                setting
                    + " is not set: ovn-controller registers no chassis, makes no tunnels and"
                    + " applies nothing new. What it has made is gone after its next start")
            : Hop.unknown(HopKind.ENCAP, subject, node.name(), "its settings were not read");
    return Optional.of(
        hop.with("node", node.name())
            .with("setting", setting)
            .with("ip", node.getEncapIps().isEmpty() ? EncapSettings.ip(index, node) : "")
            .with("type", node.getEncapTypes().isEmpty() ? EncapSettings.type(index, node) : "")
            .causedBy(read(node)));
  }

  /**
   * The chassis that a node was before its system-id changed: it has the address of the node, and
   * no node is this chassis now.
   */
  Optional<Chassis> former(Node node) {
    if (index.chassisOf(node).isPresent()) {
      return Optional.empty();
    }
    List<String> own = node.getAddresses();
    return index.cluster().chassis().stream()
        .filter(each -> each.node().isEmpty() && !each.encaps().isEmpty())
        .filter(each -> each.encaps().stream().allMatch(end -> own.contains(end.ip())))
        .findFirst();
  }

  /**
   * Whether the Southbound has the chassis of a node. Without it no other chassis has a tunnel to
   * the node, and its ovn-controller answers no DHCP request (seen in the lab).
   *
   * @return empty if it has, or if that was not read
   */
  Optional<Hop> registered(Node node) {
    boolean read = index.cluster().southbound().filter(DatabaseStatus::isReadable).isPresent();
    if (!read || !node.isRead() || index.chassisOf(node).isPresent()) {
      return Optional.empty();
    }
    String why =
        "the Southbound has no chassis of this node (system-id "
            + node.systemId().orElse("not set")
            + ")";
    Optional<Chassis> former = former(node);
    Hop hop =
        former.isPresent()
            ? Hop.of(
                HopKind.CHASSIS,
                node.name() + ": its chassis",
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                why
                    + ", and chassis "
                    + former.get().name()
                    + " has its address: that one must be deleted before this node is served again")
            : Hop.broken(
                HopKind.CHASSIS,
                node.name() + ": its chassis",
                node.name(),
                why + ": no other chassis has a tunnel to it");
    return Optional.of(
        hop.with("node", node.name())
            .causedBy(read(node))
            .causedBy(programming(node))
            .causedBy(central.southbound()));
  }
}
