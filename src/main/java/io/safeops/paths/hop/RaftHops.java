package io.safeops.paths.hop;

import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.RaftServer;
import io.safeops.facts.ovn.RaftStatus;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Whether the members of a clustered database agree on its content. */
final class RaftHops {

  private final ClusterIndex index;

  RaftHops(ClusterIndex index) {
    this.index = index;
  }

  /**
   * Those of one database; empty if it is standalone.
   *
   * @param members the hops of its servers
   */
  List<Hop> of(String database, List<Hop> members) {
    List<DatabaseMember> clustered =
        index.cluster().databaseMembers().orElse(List.of()).stream()
            .filter(each -> each.database().equals(database))
            .filter(each -> each.isClustered() || each.model().equals(DatabaseMember.UNKNOWN))
            .toList();
    if (clustered.stream().noneMatch(DatabaseMember::isClustered)) {
      return List.of();
    }
    List<Hop> hops = new ArrayList<>();
    Hop leader = leader(database, clustered).causedBy(members);
    hops.add(leader);
    TreeSet<String> known = new TreeSet<>();
    for (DatabaseMember member : clustered) {
      hops.add(connected(member).causedBy(members).causedBy(leader));
      member.raft().map(RaftStatus::serverId).ifPresent(known::add);
    }
    boolean complete =
        clustered.stream().allMatch(each -> each.raft().isPresent())
            && index.cluster().nodes().stream()
                .filter(node -> node.hasRole("central"))
                .allMatch(Node::isRead);
    clustered.stream()
        .flatMap(each -> each.raft().stream())
        .flatMap(raft -> raft.servers().stream())
        .filter(server -> !known.contains(server.id()))
        .map(RaftServer::address)
        .distinct()
        .sorted()
        .forEach(address -> hops.add(stranger(database, address, complete)));
    return hops;
  }

  private static Hop leader(String database, List<DatabaseMember> members) {
    String subject = "leader of " + database;
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
    Hop hop =
        member.problem().isPresent()
            ? Hop.unknown(
                HopKind.RAFT,
                subject,
                member.node(),
                "it could not be read: " + member.problem().get())
            : member.connected()
                ? Hop.works(HopKind.RAFT, subject, member.node())
                : Hop.broken(
                    HopKind.RAFT,
                    subject,
                    member.node(),
                    "it has no connection to the other members: who uses it gets old answers");
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
}
