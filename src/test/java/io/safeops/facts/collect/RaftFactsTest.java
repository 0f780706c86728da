package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.safeops.document.FactException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.DatabaseMember;
import io.safeops.facts.ovn.RaftServer;
import io.safeops.facts.ovn.RaftStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What members of a RAFT cluster say, as three members of OVS 3.1 have said it. */
class RaftFactsTest {

  private static final String LEADER =
      """
      b707
      Name: OVN_Northbound
      Cluster ID: 27fd (27fd41b2-e811-4aeb-8cd7-585acb2ffb8d)
      Server ID: b707 (b70754de-3860-47b3-95b0-1c6b8e04efe1)
      Address: tcp:192.0.2.11:6643
      Status: cluster member
      Role: leader
      Term: 1
      Leader: self
      Vote: self

      Last Election started 29703 ms ago, reason: timeout
      Last Election won: 29703 ms ago
      Election timer: 1000
      Log: [2, 51]
      Entries not yet committed: 0
      Entries not yet applied: 0
      Connections: (->46c9) <-5509 ->5509
      Disconnections: 1
      Servers:
          5509 (5509 at tcp:192.0.2.13:6643) next_index=51 match_index=50 last msg 32 ms ago
          b707 (b707 at tcp:192.0.2.11:6643) (self) next_index=2 match_index=50
          46c9 (46c9 at tcp:192.0.2.12:6643) next_index=51 match_index=50 last msg 12368 ms ago
      """;

  /** The network of this member is down. */
  private static final String CUT =
      """
      46c9
      Name: OVN_Northbound
      Cluster ID: 27fd (27fd41b2-e811-4aeb-8cd7-585acb2ffb8d)
      Server ID: 46c9 (46c92c9e-7a41-41fa-83d8-527199d9edf3)
      Address: tcp:192.0.2.12:6643
      Status: disconnected from the cluster (election timeout)
      Role: candidate
      Term: 9
      Leader: unknown
      Vote: self

      Last Election started 697 ms ago, reason: timeout
      Election timer: 1000
      Log: [2, 51]
      Entries not yet committed: 0
      Entries not yet applied: 0
      Connections: (->0000) (->5509)
      Disconnections: 2
      Servers:
          5509 (5509 at tcp:192.0.2.13:6643)
          b707 (b707 at tcp:192.0.2.11:6643) last msg 12339 ms ago
          46c9 (46c9 at tcp:192.0.2.12:6643) (self) (voted for 46c9)
      """;

  @Test
  void aLeader() throws Exception {
    RaftFacts facts = RaftFacts.of(LEADER);
    assertThat(facts.membership()).isEqualTo(RaftFacts.MEMBER);
    assertThat(facts.status())
        .extracting(RaftStatus::serverId, RaftStatus::role, RaftStatus::term, RaftStatus::leader)
        .containsExactly("b707", "leader", 1L, "self");
    assertThat(facts.status().servers())
        .extracting(
            RaftServer::id, RaftServer::address, RaftServer::self, RaftServer::lastMessageMillis)
        .containsExactly(
            tuple("5509", "tcp:192.0.2.13:6643", false, Optional.of(32L)),
            tuple("b707", "tcp:192.0.2.11:6643", true, Optional.empty()),
            tuple("46c9", "tcp:192.0.2.12:6643", false, Optional.of(12368L)));
  }

  @Test
  void aMemberThatIsCutOff() throws Exception {
    RaftFacts facts = RaftFacts.of(CUT);
    assertThat(facts.membership()).isEqualTo("disconnected from the cluster (election timeout)");
    assertThat(facts.status().role()).isEqualTo("candidate");
    assertThat(facts.status().leader()).isEqualTo("unknown");
    assertThat(facts.status().servers())
        .extracting(RaftServer::self, RaftServer::lastMessageMillis)
        .containsExactly(
            tuple(false, Optional.empty()),
            tuple(false, Optional.of(12339L)),
            tuple(true, Optional.empty()));
  }

  private static Cluster cluster(String raft, int exit, boolean connected) {
    return RecordedNodes.collect(
        RecordedNodes.TARGETS,
        Map.of(
            "ctl",
            text ->
                text.replace(
                        "\"leader\":true,\"model\":\"standalone\",\"name\":\"OVN_Northbound\"",
                        "\"leader\":false,\"model\":\"clustered\",\"name\":\"OVN_Northbound\"")
                    .replaceFirst(
                        "(begin nbserver\n.*)\"connected\":true,(\"leader\":false)",
                        "$1\"connected\":" + connected + ",$2")
                    .replace(
                        "MARK begin nb\n",
                        "MARK begin nbraft\n"
                            + raft
                            + "\nMARK end nbraft "
                            + exit
                            + "\nMARK begin nb\n")));
  }

  private static DatabaseMember member(Cluster cluster) {
    return cluster.databaseMembers().orElseThrow().get(0);
  }

  @Test
  void aMemberTellsThatItIsCutOff() {
    Cluster cluster = cluster(CUT, 0, false);
    DatabaseMember member = member(cluster);
    assertThat(member.isClustered()).isTrue();
    assertThat(member.connected()).isFalse();
    assertThat(member.raft().orElseThrow().serverId()).isEqualTo("46c9");
    assertThat(member.problem())
        .contains(
            "cluster/status of OVN_Northbound says: disconnected from the cluster (election timeout)");
    assertThat(cluster.northbound().orElseThrow().connected()).isFalse();
    assertThat(cluster.northbound().orElseThrow().clustered()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 'cluster/status of OVN_Northbound could not be read: exit 1'",
    "124, 'cluster/status of OVN_Northbound could not be read: it did not answer in time'",
    "126, 'cluster/status of OVN_Northbound could not be read: no control socket'",
    "127, 'cluster/status of OVN_Northbound could not be read: ovn-appctl is missing'",
  })
  void aMemberThatDoesNotTellItsStatus(int exit, String problem) {
    DatabaseMember member = member(cluster("", exit, true));
    assertThat(member.raft()).isEmpty();
    assertThat(member.connected()).as("the server said so itself").isTrue();
    assertThat(member.problem()).contains(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Term: 1|Term: many",
        "Term: 1|Term: 99999999999999999999",
        "Server ID: b707|Server ID: me",
        "Role: leader|Role: king of all",
        "Status: cluster member|State: fine",
        "5509 (5509 at tcp:192.0.2.13:6643)|5509 at home",
      })
  void whatNoServerWouldSayIsNotRead(String from, String to) {
    assertThat(LEADER).contains(from);
    DatabaseMember member = member(cluster(LEADER.replace(from, to), 0, true));
    assertThat(member.raft()).isEmpty();
    assertThat(member.problem().orElse("")).contains("could not be read: cluster/status");
  }

  @Test
  void aListWithoutEndIsNotRead() {
    String endless =
        LEADER + "    5509 (5509 at tcp:192.0.2.13:6643) last msg 1 ms ago\n".repeat(200);
    assertThatThrownBy(() -> RaftFacts.of(endless))
        .isInstanceOf(FactException.class)
        .hasMessage("cluster/status lists more than 100 servers");
  }

  /** It shows an old state. */
  @Test
  void aFollowerThatIsCutOffIsNotUsedIfAnotherAnswers() {
    List<FactsCollector.CollectedNode> two =
        List.of(
            new FactsCollector.CollectedNode(
                "ctl", "192.0.2.11", List.of("central"), Optional.empty()),
            new FactsCollector.CollectedNode(
                "ctl2", "192.0.2.14", List.of("central"), Optional.empty()));
    for (String cut : List.of("ctl", "ctl2")) {
      Cluster cluster =
          RecordedNodes.look(
                  two,
                  node ->
                      RecordedNodes.connection(
                          "ctl",
                          text ->
                              text.replaceAll(
                                  "\"connected\":true,\"leader\":true,\"model\":\"standalone\"",
                                  "\"connected\":"
                                      + !node.equals(cut)
                                      + ",\"leader\":false,\"model\":\"clustered\"")),
                  io.safeops.facts.model.FactsScope.ALL,
                  Map.of())
              .cluster();
      assertThat(cluster.northbound().orElseThrow().node()).isNotEqualTo(cut);
      assertThat(cluster.southbound().orElseThrow().node()).isNotEqualTo(cut);
      assertThat(cluster.databaseMembers().orElseThrow()).hasSize(4);
    }
  }
}
