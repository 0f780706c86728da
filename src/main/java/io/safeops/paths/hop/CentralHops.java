package io.safeops.paths.hop;

import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.Encap;
import io.safeops.facts.ovn.RaftServer;
import io.safeops.facts.ovn.RaftStatus;
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
import java.util.TreeSet;
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
  private final Map<String, List<Hop>> members = new HashMap<>();

  CentralHops(ClusterIndex index) {
    this.index = index;
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
    List<Hop> members = new ArrayList<>();
    for (Node node : index.cluster().nodes()) {
      if (node.component(name).isPresent()) {
        members.add(
            listening(
                node,
                name,
                stoppedByNorthd(node, name, NodeHops.running(node, name, kind, Answer.BROKEN))));
      } else if (node.hasRole("central") && !node.isRead() && node.absent().isEmpty()) {
        members.add(
            Hop.unknown(
                    kind,
                    name.word() + " on " + node.name(),
                    node.name(),
                    "the node could not be read: " + node.unreachable().orElse(""))
                .causedBy(NodeHops.reading(List.of(node))));
      }
    }
    members.forEach(hop -> this.members.put(hop.subject(), List.of(hop)));
    List<Hop> hops = new ArrayList<>(members);
    if (members.size() > 1) {
      // One member of several is enough for packets; RAFT says whether it is enough for changes.
      boolean some = members.stream().anyMatch(hop -> hop.answer().isPassing());
      hops.replaceAll(
          hop -> some && !hop.answer().isPassing() ? hop.withAnswer(Answer.DEGRADED) : hop);
    }
    Optional<DatabaseStatus> status =
        name == ComponentName.NORTHBOUND
            ? index.cluster().northbound()
            : index.cluster().southbound();
    hops.add(read(status, kind, database).causedBy(hops));
    hops.addAll(raft(database, name, members));
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
    return running.answer() == Answer.WORKS && meant && !listens && !otherPort
        ? Hop.broken(
                running.kind(),
                running.subject(),
                running.node(),
                "it runs, but listens on no TCP port: no other node can reach it")
            .with("node", node.name())
            .with("component", name.word())
        : running;
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

  /**
   * What the members of a cluster say of it. While a majority has a leader, changes pass: a member
   * that the others have lost is a fault of its own, not of the database.
   */
  private List<Hop> raft(String database, ComponentName name, List<Hop> members) {
    List<DatabaseMember> clustered =
        index.cluster().databaseMembers().orElse(List.of()).stream()
            .filter(each -> each.database().equals(database))
            .filter(each -> each.isClustered() || each.model().equals(DatabaseMember.UNKNOWN))
            .toList();
    if (clustered.stream().noneMatch(DatabaseMember::isClustered)) {
      return List.of();
    }
    List<Hop> hops = new ArrayList<>();
    long unreadNodes =
        index.cluster().nodes().stream()
            .filter(node -> node.hasRole("central") && !node.isRead())
            .count();
    Hop leader = leader(database, clustered, unreadNodes).causedBy(members);
    hops.add(leader);
    TreeSet<String> known = new TreeSet<>();
    List<Hop> unread = new ArrayList<>(members);
    for (DatabaseMember member : clustered) {
      Hop own = connected(member).causedBy(members).causedBy(leader);
      boolean lessOnly = leader.answer() == Answer.WORKS && !own.answer().isPassing();
      hops.add(lessOnly ? own.withAnswer(Answer.DEGRADED) : own);
      this.members.computeIfPresent(
          name.word() + " on " + member.node(),
          (end, all) -> Stream.concat(all.stream(), Stream.of(own)).toList());
      if (member.raft().isEmpty()) {
        unread.add(own);
      }
      member.raft().map(RaftStatus::serverId).ifPresent(known::add);
    }
    List<String> strangers =
        clustered.stream()
            .flatMap(each -> each.raft().stream())
            .flatMap(raft -> raft.servers().stream())
            .filter(server -> !known.contains(server.id()))
            .map(RaftServer::address)
            .distinct()
            .sorted()
            .toList();
    long silent = clustered.stream().filter(each -> each.raft().isEmpty()).count() + unreadNodes;
    // As many as did not tell who they are: it is these, and each is named already.
    if (leader.answer() != Answer.WORKS || strangers.size() > silent) {
      strangers.forEach(
          address -> hops.add(stranger(database, address, silent == 0).causedBy(unread)));
    }
    return hops;
  }

  private static Hop leader(String database, List<DatabaseMember> members, long unreadNodes) {
    String subject = "leader of " + database;
    // A leader needs an election timeout to notice that the others are gone.
    int listed =
        members.stream()
            .flatMap(each -> each.raft().stream())
            .mapToInt(raft -> raft.servers().size())
            .max()
            .orElse(0);
    long acting = members.stream().filter(each -> each.isClustered() && each.connected()).count();
    if (acting * 2 <= listed) {
      String why = acting + " of " + listed + " members act, which is no majority";
      return (acting + unreadNodes) * 2 > listed
          ? Hop.unknown(HopKind.RAFT, subject, "", why + " without those that were not read")
          : Hop.broken(HopKind.RAFT, subject, "", why + ": no change is possible");
    }
    List<DatabaseMember> leaders = members.stream().filter(DatabaseMember::leader).toList();
    boolean unread = members.stream().anyMatch(each -> each.problem().isPresent());
    if (!leaders.isEmpty()) {
      return leaders.stream().anyMatch(DatabaseMember::connected)
          ? Hop.works(HopKind.RAFT, subject, "")
          : Hop.broken(
              HopKind.RAFT,
              subject,
              leaders.get(0).node(),
              "it has no connection to a majority of the members: no change is possible");
    }
    return unread
        ? Hop.unknown(HopKind.RAFT, subject, "", "no member that was read is the leader")
        : Hop.broken(HopKind.RAFT, subject, "", "no member is the leader: no change is possible");
  }

  private static Hop connected(DatabaseMember member) {
    String subject = member.database() + " on " + member.node();
    Hop hop;
    if (member.isClustered() && !member.connected()) {
      hop =
          Hop.broken(
              HopKind.RAFT,
              subject,
              member.node(),
              "it has no connection to the other members: who uses it gets old answers"
                  + member.problem().map(says -> " (" + says + ")").orElse(""));
    } else if (member.problem().isPresent()) {
      hop =
          Hop.unknown(
              HopKind.RAFT,
              subject,
              member.node(),
              "it could not be read: " + member.problem().get());
    } else {
      hop = Hop.works(HopKind.RAFT, subject, member.node());
    }
    return hop.with("node", member.node());
  }

  private static Hop stranger(String database, String address, boolean complete) {
    String subject = "member of " + database + " at " + address;
    return complete
        ? Hop.broken(
                HopKind.RAFT,
                subject,
                "",
                "it is listed as a member, and no central node is this member: it counts for the"
                    + " majority and never answers")
            .with("address", address)
            .with("database", database)
        : Hop.unknown(
            HopKind.RAFT, subject, "", "it is listed as a member and was not read on any node");
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
      hops.add(
          NodeHops.running(node, ComponentName.NORTHD, HopKind.NORTHD, Answer.AS_LAST_PROGRAMMED)
              .causedBy(needs));
    }
    hops.forEach(hop -> members.put(hop.subject(), List.of(hop)));
    boolean some = hops.stream().anyMatch(hop -> hop.answer() == Answer.WORKS);
    if (some) {
      hops.replaceAll(hop -> hop.answer().isPassing() ? hop : hop.withAnswer(Answer.DEGRADED));
    }
    hops.add(active(all).causedBy(hops).causedBy(needs));
    return hops;
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
      return Hop.works(HopKind.NORTHD, subject, "");
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
