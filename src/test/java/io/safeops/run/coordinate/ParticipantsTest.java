package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardReply;
import io.safeops.guard.NodeKind;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who takes part in a run, from what its nodes answer. */
class ParticipantsTest {

  private final Participants participants = new Participants();

  private void answers(String node, String kind, String nodes) throws GuardException {
    participants.accept(
        node, GuardReply.parse("OK run=r1 state=ARMED epoch=1 kind=" + kind + " nodes=" + nodes));
  }

  @Test
  void nodesThatAgreeAreBelieved() throws GuardException {
    answers("ctl", "voter", "ctl:voter,net:soft,cmp:soft");
    answers("net", "soft", "ctl:voter,net:soft,cmp:soft");
    participants.accept("old", GuardReply.parse("OK run=r1 state=NONE"));
    participants.accept("fenced", GuardReply.parse("OK run=r1 state=REVERTED kind= nodes="));
    assertThat(participants.disagreement()).isEmpty();
    assertThat(participants.names()).containsExactly("ctl", "net", "cmp");
    assertThat(participants.agreed())
        .isEqualTo(Map.of("ctl", NodeKind.VOTER, "net", NodeKind.SOFT, "cmp", NodeKind.SOFT));
  }

  /** In every order: the first answer does not count more than the others. */
  @ParameterizedTest
  @CsvSource({
    "'ctl:voter,net:soft', 'ctl:voter,net:voter', net (decides)",
    "'ctl:voter,net:soft', 'ctl:soft,net:soft', ctl (protects itself)",
    "'ctl:voter,net:soft', 'ctl:voter,net:soft,cmp:voter', cmp (decides)",
    "'ctl:voter', 'ctl:voter,net:soft', net (protects itself)",
    "'ctl:voter,net:soft', '', net says that it is a node that protects itself",
    "'ctl:voter,net:soft', 'ctl:voter,net:king', king",
    "'ctl:voter,net:soft', 'ctl:voter,net', nodes=ctl:voter",
    "'ctl:soft,net:soft', 'ctl:soft,net:soft', ctl says that it is a node that decides",
  })
  void nodesThatDoNotAgreeAreNamed(String ofCtl, String ofNet, String named) throws GuardException {
    answers("ctl", "voter", ofCtl);
    answers("net", "soft", ofNet);
    assertThat(participants.disagreement())
        .hasValueSatisfying(text -> assertThat(text).contains(named));

    Participants reversed = new Participants();
    reversed.accept("net", GuardReply.parse("OK run=r1 kind=soft nodes=" + ofNet));
    reversed.accept("ctl", GuardReply.parse("OK run=r1 kind=voter nodes=" + ofCtl));
    assertThat(reversed.disagreement()).isPresent();
  }

  @Test
  void aRunWithoutANodeThatDecidesIsReported() throws GuardException {
    answers("net", "soft", "net:soft,cmp:soft");
    assertThat(participants.disagreement()).hasValue("no listed node decides");
  }

  @Test
  void aListOf200NodesIsReadToItsEnd() throws GuardException {
    String list =
        IntStream.range(0, 200)
            .mapToObj(i -> "compute-" + i + (i == 199 ? ":voter" : ":soft"))
            .collect(Collectors.joining(","));
    answers("compute-199", "voter", list);
    assertThat(participants.disagreement()).isEmpty();
    assertThat(participants.names()).hasSize(200).contains("compute-57", "compute-199");
    assertThat(participants.agreed()).containsEntry("compute-199", NodeKind.VOTER);
  }
}
