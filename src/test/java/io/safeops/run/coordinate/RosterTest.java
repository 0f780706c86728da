package io.safeops.run.coordinate;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.GuardException;
import io.safeops.guard.Kind;
import io.safeops.guard.Reply;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who takes part in a run, from what its nodes answer. */
class RosterTest {

  private final Roster roster = new Roster();

  private void hears(String node, String kind, String nodes) throws GuardException {
    roster.hear(
        node, Reply.parse("OK run=r1 state=ARMED epoch=1 kind=" + kind + " nodes=" + nodes));
  }

  @Test
  void nodes_that_agree_are_believed() throws GuardException {
    hears("ctl", "voter", "ctl:voter,net:soft,cmp:soft");
    hears("net", "soft", "ctl:voter,net:soft,cmp:soft");
    roster.hear("old", Reply.parse("OK run=r1 state=NONE"));
    roster.hear("fenced", Reply.parse("OK run=r1 state=REVERTED kind= nodes="));
    assertThat(roster.disagreement()).isEmpty();
    assertThat(roster.names()).containsExactly("ctl", "net", "cmp");
    assertThat(roster.agreed())
        .isEqualTo(Map.of("ctl", Kind.VOTER, "net", Kind.SOFT, "cmp", Kind.SOFT));
  }

  /** In every order: it is never the first to answer that counts. */
  @ParameterizedTest
  @CsvSource({
    "'ctl:voter,net:soft', 'ctl:voter,net:voter', net",
    "'ctl:voter,net:soft', 'ctl:soft,net:soft', ctl:soft",
    "'ctl:voter,net:soft', 'ctl:voter,net:soft,cmp:voter', cmp:voter",
    "'ctl:voter', 'ctl:voter,net:soft', net:soft",
    "'ctl:voter,net:soft', '', net says that it is soft",
    "'ctl:voter,net:soft', 'ctl:voter,net:king', king",
    "'ctl:voter,net:soft', 'ctl:voter,net', nodes=ctl:voter",
    "'ctl:soft,net:soft', 'ctl:soft,net:soft', ctl says that it is voter",
  })
  void nodes_that_do_not_agree_are_named(String ofCtl, String ofNet, String named)
      throws GuardException {
    hears("ctl", "voter", ofCtl);
    hears("net", "soft", ofNet);
    assertThat(roster.disagreement()).hasValueSatisfying(text -> assertThat(text).contains(named));

    Roster reversed = new Roster();
    reversed.hear("net", Reply.parse("OK run=r1 kind=soft nodes=" + ofNet));
    reversed.hear("ctl", Reply.parse("OK run=r1 kind=voter nodes=" + ofCtl));
    assertThat(reversed.disagreement()).isPresent();
  }

  @Test
  void a_run_in_which_nobody_decides_is_none() throws GuardException {
    hears("net", "soft", "net:soft,cmp:soft");
    assertThat(roster.disagreement()).hasValue("no node is listed that makes a change");
  }

  @Test
  void a_list_of_200_nodes_is_read_to_its_end() throws GuardException {
    String list =
        IntStream.range(0, 200)
            .mapToObj(i -> "compute-" + i + (i == 199 ? ":voter" : ":soft"))
            .collect(Collectors.joining(","));
    hears("compute-199", "voter", list);
    assertThat(roster.disagreement()).isEmpty();
    assertThat(roster.names()).hasSize(200).contains("compute-57", "compute-199");
    assertThat(roster.agreed()).containsEntry("compute-199", Kind.VOTER);
  }
}
