package io.safeops.paths.hop;

import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.Encap;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the databases and northd act: what every change of the cluster needs. */
final class CentralHops {

  /**
   * A chassis that has not applied a configuration after this time is behind. Large clusters need
   * some seconds.
   */
  static final long MOST_BEHIND_MILLIS = 30_000;

  private static final Pattern REMOTE =
      Pattern.compile("(?:tcp|ssl):\\[?([^\\[\\]]{1,255}?)\\]?(?::[0-9]{1,5})?");

  private final ClusterIndex index;
  private final Map<ComponentName, List<Hop>> databases = new HashMap<>();
  private final List<Hop> northd = new ArrayList<>();

  /**
   * OVN's developers propose some hundred milliseconds for large clusters (ovn-nb(5)). After ten
   * seconds a VM that starts waits longer for its flows than Nova's own steps take.
   */
  private static final long MOST_PAUSE_MILLIS = 10_000;

  private final Map<String, List<Hop>> members = new HashMap<>();
  private final CertificateHops certificates;

  CentralHops(ClusterIndex index) {
    this.index = index;
    certificates = new CertificateHops(index);
    databases.put(ComponentName.NORTHBOUND, database(ComponentName.NORTHBOUND));
    databases.put(ComponentName.SOUTHBOUND, database(ComponentName.SOUTHBOUND));
    northd.addAll(findNorthd());
  }

  List<Hop> northbound() {
    return databases.getOrDefault(ComponentName.NORTHBOUND, List.of());
  }

  List<Hop> southbound() {
    return databases.getOrDefault(ComponentName.SOUTHBOUND, List.of());
  }

  /** What a client needs to be connected to the Southbound: its server, not its disk. */
  List<Hop> southboundServes() {
    return southbound().stream().filter(hop -> hop.kind() != HopKind.DATABASE_DISK).toList();
  }

  private static boolean isOfServer(Hop hop) {
    return hop.kind() != HopKind.DATABASE_DISK && hop.kind() != HopKind.CERTIFICATE;
  }

  /** The certificates of a component of a node. */
  List<Hop> certificates(Node node, ComponentName owner) {
    return certificates.of(node, owner);
  }

  /** Whether some northd works, and what it needs. */
  List<Hop> northd() {
    return List.copyOf(northd);
  }

  /**
   * One of several databases or northds.
   *
   * @param end as {@code northd on ctl}
   */
  List<Hop> member(String end) {
    return members.getOrDefault(end, List.of());
  }

  private List<Hop> database(ComponentName name) {
    HopKind kind = name == ComponentName.NORTHBOUND ? HopKind.NORTHBOUND : HopKind.SOUTHBOUND;
    String database = name == ComponentName.NORTHBOUND ? "OVN_Northbound" : "OVN_Southbound";
    Optional<DatabaseStatus> status =
        name == ComponentName.NORTHBOUND
            ? index.cluster().northbound()
            : index.cluster().southbound();
    List<Hop> running = new ArrayList<>();
    List<List<Hop>> servers = new ArrayList<>();
    List<Hop> unnamed = new ArrayList<>();
    for (Node node : index.cluster().nodes()) {
      if (node.component(name).isPresent()) {
        Hop runs =
            listening(
                node,
                name,
                stoppedByNorthd(node, name, NodeHops.running(node, name, kind, Answer.BROKEN)));
        running.add(runs);
        List<Hop> server = new ArrayList<>(List.of(runs));
        NodeHops.asked(node).ifPresent(server::add);
        if (node.component(name).get().isActive()) {
          server.addAll(DatabaseDiskHops.of(node, name));
          server.addAll(certificates.of(node, name));
        }
        servers.add(server);
      } else if (node.isRead()
          && status.filter(each -> each.node().equals(node.name())).isPresent()) {
        // It was read there, so its server runs, in a unit that is not known.
        unnamed.addAll(DatabaseDiskHops.of(node, name));
        unnamed.addAll(certificates.of(node, name));
      } else if (node.hasRole("central") && !node.isRead() && node.absent().isEmpty()) {
        Hop unread =
            Hop.unknown(
                    kind,
                    name.word() + " on " + node.name(),
                    node.name(),
                    "the node could not be read: " + node.unreachable().orElse(""))
                .causedBy(NodeHops.reading(List.of(node)));
        running.add(unread);
        servers.add(List.of(unread));
      }
    }
    servers.forEach(server -> this.members.put(server.get(0).subject(), List.copyOf(server)));
    // One member of several is enough for packets; RAFT says whether it is enough for changes.
    boolean some =
        servers.size() > 1
            && servers.stream()
                .anyMatch(server -> server.stream().allMatch(hop -> hop.answer().isPassing()));
    List<Hop> hops = new ArrayList<>(unnamed);
    for (Hop hop : servers.stream().flatMap(List::stream).toList()) {
      hops.add(some && !hop.answer().isPassing() ? hop.withAnswer(Answer.DEGRADED) : hop);
    }
    hops.add(read(status, kind, database).causedBy(running));
    RaftHops raft = new RaftHops(index, database, running);
    hops.addAll(raft.all());
    raft.byNode()
        .forEach(
            (node, own) ->
                this.members.computeIfPresent(
                    name.word() + " on " + node,
                    (end, server) -> Stream.concat(server.stream(), Stream.of(own)).toList()));
    return List.copyOf(hops);
  }

  /**
   * Says so if a database is down where a stop of northd stops it, too ({@link
   * Component#isStoppingDatabases}).
   */
  private static Hop stoppedByNorthd(Node node, ComponentName name, Hop running) {
    boolean down = node.component(name).filter(each -> !each.isActive()).isPresent();
    return down && node.components().stream().anyMatch(Component::isStoppingDatabases)
        ? running.withWhy(
            running.why()
                + ". The ExecStop of northd there lacks --ovn-manage-ovsdb=no: stopping or restarting"
                + " northd stops both databases, and nothing starts them again")
        : running;
  }

  /** A database without any socket serves nobody. */
  private Hop listening(Node node, ComponentName name, Hop running) {
    Optional<Component> found = node.component(name);
    Optional<DatabaseStatus> status =
        name == ComponentName.NORTHBOUND
            ? index.cluster().northbound()
            : index.cluster().southbound();
    boolean meant =
        status
            .filter(each -> each.node().equals(node.name()))
            .map(
                each ->
                    (each.remotes().isEmpty() && isNeededElsewhere(node, name))
                        || each.remotes().stream().anyMatch(r -> r.matches("p(tcp|ssl):.*")))
            .orElse(false);
    boolean listens =
        found
            .map(each -> each.listeners().stream().anyMatch(at -> at.matches(".*:664[12]$")))
            .orElse(false);
    boolean otherPort =
        status
            .map(
                each ->
                    each.remotes().stream().anyMatch(r -> r.matches("p(tcp|ssl):(?!664[12]).*")))
            .orElse(false);
    boolean unheard = meant && !listens && !otherPort;
    boolean takesNothing =
        status
            .filter(each -> each.node().equals(node.name()) && !each.readOnly().isEmpty())
            .filter(each -> each.readOnly().containsAll(each.remotes()))
            .isPresent();
    if (running.answer() != Answer.WORKS || !(unheard || takesNothing)) {
      return running;
    }
    // A restart opens the sockets again. It changes no row of Connection.
    return unheard
        ? Hop.broken(
                running.kind(),
                running.subject(),
                running.node(),
                "it runs, but listens on no TCP port: no other node can reach it")
            .with("node", node.name())
            .with("component", name.word())
        : Hop.broken(
                running.kind(),
                running.subject(),
                running.node(),
                "it takes no changes from other nodes, because its connections are read_only: no"
                    + " chassis can claim a port")
            .with("node", node.name());
  }

  /**
   * Whether a client on another node has lost the database. A cluster of one node may do with Unix
   * sockets.
   */
  private boolean isNeededElsewhere(Node node, ComponentName name) {
    List<Node> others =
        index.cluster().nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .toList();
    if (name == ComponentName.SOUTHBOUND) {
      return Stream.concat(others.stream(), Stream.of(node))
          .filter(
              each ->
                  each.component(ComponentName.CONTROLLER)
                      .filter(controller -> !controller.isConnected())
                      .isPresent())
          .flatMap(each -> each.getRemotes().stream())
          .anyMatch(remote -> isAt(remote, node));
    }
    return others.stream()
        .flatMap(
            other ->
                Stream.of(ComponentName.NORTHD, ComponentName.NEUTRON_SERVER)
                    .flatMap(each -> other.component(each).stream()))
        .findAny()
        .isPresent();
  }

  /** Whether a remote as {@code tcp:192.0.2.1:6642} names that node. */
  private static boolean isAt(String remote, Node node) {
    Matcher words = REMOTE.matcher(remote);
    return words.matches()
        && Stream.concat(
                Stream.of(node.name(), node.address(), node.hostname()),
                node.getAddresses().stream())
            .anyMatch(words.group(1)::equals);
  }

  private Hop read(Optional<DatabaseStatus> status, HopKind kind, String database) {
    if (status.isEmpty()) {
      return Hop.unknown(kind, database, "", "no central node was read")
          .causedBy(NodeHops.reading(index.unread()));
    }
    return status
        .get()
        .problem()
        .map(why -> Hop.unknown(kind, database, "", "it could not be read: " + why))
        .orElseGet(() -> Hop.works(kind, database, ""));
  }

  private List<Hop> findNorthd() {
    List<Component> all =
        index.cluster().nodes().stream()
            .flatMap(node -> node.component(ComponentName.NORTHD).stream())
            .toList();
    List<Hop> hops = new ArrayList<>();
    List<Hop> needs = new ArrayList<>(northbound());
    needs.addAll(southbound());
    for (Node node : index.cluster().nodes()) {
      if (node.component(ComponentName.NORTHD).isEmpty()) {
        continue;
      }
      // A full disk and a certificate that has ended stop no process.
      Hop runs =
          NodeHops.running(node, ComponentName.NORTHD, HopKind.NORTHD, Answer.AS_LAST_PROGRAMMED)
              .causedBy(needs.stream().filter(CentralHops::isOfServer).toList());
      List<Hop> own = new ArrayList<>(List.of(runs));
      NodeHops.asked(node).ifPresent(own::add);
      if (node.component(ComponentName.NORTHD).get().isActive()) {
        own.addAll(certificates.of(node, ComponentName.NORTHD));
      }
      members.put(runs.subject(), List.copyOf(own));
      hops.addAll(own);
    }
    boolean some =
        members.entrySet().stream()
            .filter(each -> each.getKey().startsWith(ComponentName.NORTHD.word() + " on "))
            .anyMatch(each -> each.getValue().stream().allMatch(hop -> hop.answer().isPassing()));
    if (some) {
      hops.replaceAll(hop -> hop.answer().isPassing() ? hop : hop.withAnswer(Answer.DEGRADED));
    }
    hops.add(active(all).causedBy(hops).causedBy(needs));
    return hops;
  }

  /** How long northd waits between two rounds (ovn-nb(5), NB_Global: options); 0 if not set. */
  private long pauseMillis() {
    String text =
        index
            .cluster()
            .northbound()
            .map(status -> status.options().getOrDefault("northd-backoff-interval-ms", ""))
            .orElse("");
    return text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }

  private Hop active(List<Component> all) {
    String subject = "northd";
    if (all.isEmpty()) {
      return Hop.unknown(HopKind.NORTHD, subject, "", "no northd was found on any node")
          .causedBy(NodeHops.reading(index.unread()));
    }
    List<String> states =
        all.stream().filter(Component::isActive).flatMap(each -> each.status().stream()).toList();
    if (states.contains("active")) {
      long pause = pauseMillis();
      return pause <= MOST_PAUSE_MILLIS
          ? Hop.works(HopKind.NORTHD, subject, "")
          : Hop.of(
              HopKind.NORTHD,
              subject,
              "",
              Answer.AS_LAST_PROGRAMMED,
              "NB_Global has northd-backoff-interval-ms="
                  + pause
                  + ": northd waits so long before it looks at changes, also at the one that takes"
                  + " this setting back. Remove it, then restart northd");
    }
    boolean silent = all.stream().anyMatch(each -> each.isActive() && each.status().isEmpty());
    return silent
        ? Hop.unknown(HopKind.NORTHD, subject, "", "no northd says that it is active")
        : Hop.of(
            HopKind.NORTHD,
            subject,
            "",
            Answer.AS_LAST_PROGRAMMED,
            "no northd is active ("
                + String.join(", ", states.isEmpty() ? List.of("none runs") : states)
                + "): changes of the Northbound reach no chassis");
  }

  /** Whether a chassis has applied what the Northbound asks for. */
  Optional<Hop> caughtUp(Node node, List<Hop> programming) {
    Optional<Chassis> chassis = index.chassisOf(node);
    Optional<DatabaseStatus> northbound =
        index.cluster().northbound().filter(DatabaseStatus::isReadable);
    if (chassis.isEmpty() || northbound.isEmpty() || !node.isRead()) {
      return Optional.empty();
    }
    String subject = node.name() + ": configuration";
    long wanted = northbound.get().nbCfg();
    long behind = wanted - chassis.get().nbCfg();
    Optional<Long> since = northbound.get().timestamp().flatMap(this::millisSince);
    boolean late = since.map(millis -> millis > MOST_BEHIND_MILLIS).orElse(false);
    Hop hop =
        behind <= 0 || !late
            ? Hop.works(HopKind.CAUGHT_UP, subject, node.name())
            : Hop.of(
                HopKind.CAUGHT_UP,
                subject,
                node.name(),
                Answer.AS_LAST_PROGRAMMED,
                "it has applied configuration "
                    + chassis.get().nbCfg()
                    + ", and the Northbound asked for "
                    + wanted
                    + " more than "
                    + MOST_BEHIND_MILLIS / 1000
                    + " s ago");
    return Optional.of(
        hop.with("node", node.name())
            .causedBy(programming)
            .causedBy(northd())
            .causedBy(southbound()));
  }

  /**
   * A chassis without a node in the inventory. If it does not apply what all others apply, nobody
   * is behind its row.
   */
  Hop stranger(Chassis chassis) {
    String name = chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname();
    String subject = "chassis " + name + " (" + chassis.name() + ")";
    boolean remote =
        chassis
            .otherConfig()
            .map(each -> each.getOrDefault("is-remote", ""))
            .orElse("")
            .equals("true");
    Optional<DatabaseStatus> northbound =
        index.cluster().northbound().filter(DatabaseStatus::isReadable);
    long wanted = northbound.map(DatabaseStatus::nbCfg).orElse(0L);
    boolean late =
        northbound
            .flatMap(DatabaseStatus::timestamp)
            .flatMap(this::millisSince)
            .map(millis -> millis > MOST_BEHIND_MILLIS)
            .orElse(false);
    boolean othersFollow =
        index.cluster().chassis().stream()
            .anyMatch(each -> each.node().isPresent() && each.nbCfg() >= wanted);
    List<Node> unread = index.mayBeOf(chassis);
    if (!remote && !unread.isEmpty()) {
      return Hop.unknown(
              HopKind.CHASSIS,
              subject,
              "",
              "its node may be "
                  + String.join(" or ", unread.stream().map(Node::name).toList())
                  + ", which could not be read")
          .causedBy(NodeHops.reading(unread));
    }
    if (remote || !late || !othersFollow || chassis.nbCfg() >= wanted) {
      return Hop.of(
          HopKind.CHASSIS,
          subject,
          "",
          Answer.NOT_MODELLED,
          remote ? "it is of another availability zone" : "the inventory has no node of it");
    }
    String since =
        "the inventory has no node of it, and it has applied nothing since configuration "
            + chassis.nbCfg()
            + " (now "
            + wanted
            + "): ";
    if (holdsBinding(chassis)) {
      // It may be alive and slow: deleting its row would unbind its ports.
      return Hop.of(
          HopKind.CHASSIS,
          subject,
          "",
          Answer.AS_LAST_PROGRAMMED,
          since + "its row may be left over, or its ovn-controller is behind");
    }
    return Hop.broken(
            HopKind.CHASSIS,
            subject,
            "",
            since
                + replacement(chassis)
                    .map(
                        each ->
                            "its row is left over, because "
                                + each
                                + " has its address or its host name")
                    .orElse(
                        "its row is left over, or its ovn-controller is behind. It holds no port")
                + ". The others keep tunnels to it")
        .with("chassis", chassis.name())
        .with("bound", "false")
        .with("hostname", chassis.hostname());
  }

  private boolean holdsBinding(Chassis chassis) {
    return index.cluster().bindings().stream()
        .anyMatch(
            each ->
                each.chassis().equals(Optional.of(chassis.name()))
                    || each.additionalChassis().orElse(List.of()).contains(chassis.name()));
  }

  /** The chassis or node that has the tunnel end or the host name of a chassis. */
  private Optional<String> replacement(Chassis chassis) {
    Set<String> ips = chassis.encaps().stream().map(Encap::ip).collect(Collectors.toSet());
    String host = chassis.hostname();
    Stream<String> others =
        index.cluster().chassis().stream()
            .filter(each -> !each.name().equals(chassis.name()))
            .filter(
                each ->
                    (!host.isEmpty() && each.hostname().equals(host))
                        || each.encaps().stream().anyMatch(end -> ips.contains(end.ip())))
            .map(each -> "chassis " + each.name());
    Stream<String> nodes =
        index.cluster().nodes().stream()
            .filter(
                each ->
                    (!host.isEmpty() && each.hostname().equals(host))
                        || each.getEncapIps().stream().anyMatch(ips::contains))
            .map(each -> "node " + each.name());
    return Stream.concat(nodes, others).findFirst();
  }

  private Optional<Long> millisSince(long timestamp) {
    try {
      return timestamp <= 0
          ? Optional.empty()
          : Optional.of(Instant.parse(index.cluster().collectedAt()).toEpochMilli() - timestamp);
    } catch (DateTimeException noTime) {
      return Optional.empty();
    }
  }
}
