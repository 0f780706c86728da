package io.safeops.paths.hop;

import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.RaftServer;
import io.safeops.facts.ovn.RaftStatus;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the members of a clustered database say of it. While a majority has a leader, changes pass:
 * a member that the others have lost is a fault of its own, not of the database.
 */
final class RaftHops {

  private final List<Hop> all = new ArrayList<>();
  private final Map<String, Hop> byNode = new LinkedHashMap<>();

  /**
   * @param database of which the members are; no hops if it is standalone
   * @param servers the hops of its servers
   */
  RaftHops(ClusterIndex index, String database, List<Hop> servers) {
    List<DatabaseMember> clustered =
        index.cluster().databaseMembers().orElse(List.of()).stream()
            .filter(each -> each.database().equals(database))
            .filter(each -> each.isClustered() || each.model().equals(DatabaseMember.UNKNOWN))
            .toList();
    if (clustered.stream().anyMatch(DatabaseMember::isClustered)) {
      long unreadNodes =
          index.cluster().nodes().stream()
              .filter(node -> node.hasRole("central") && !node.isRead())
              .count();
      judge(database, clustered, servers, unreadNodes);
    }
  }

  /** The leader, the members, and members that are on no node. */
  List<Hop> all() {
    return List.copyOf(all);
  }

  /** Whether the member of each node is connected to the others. */
  Map<String, Hop> byNode() {
    return Map.copyOf(byNode);
  }

  private void judge(
      String database, List<DatabaseMember> clustered, List<Hop> servers, long unreadNodes) {
    Hop leader = leader(database, clustered, unreadNodes).causedBy(servers);
    all.add(leader);
    TreeSet<String> known = new TreeSet<>();
    List<Hop> unread = new ArrayList<>(servers);
    for (DatabaseMember member : clustered) {
      Hop own = connected(member).causedBy(servers).causedBy(leader);
      boolean lessOnly = leader.answer() == Answer.WORKS && !own.answer().isPassing();
      all.add(lessOnly ? own.withAnswer(Answer.DEGRADED) : own);
      byNode.put(member.node(), own);
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
          address -> all.add(stranger(database, address, silent == 0).causedBy(unread)));
    }
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
}
