package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.guard.NodeKind;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The status area of a session. */
class SessionStatusTest {

  private static final long SECOND = 1_000_000_000L;

  private final SessionStatus sessionStatus = new SessionStatus("20261130-213846-ab12", true);

  @Test
  void saysWhereTheRunIsAndWhenTheNodesUndo() {
    sessionStatus.event(new RunEvent.StepProposed("recreate", "recreate", Optional.of(1)), 0);
    sessionStatus.told(snapshot(Duration.ofSeconds(245), Duration.ZERO), 0);
    assertThat(text(0, 120))
        .containsExactly(
            "20261130-213846-ab12  step proposed  step 1 of 3  nodes: 2, armed 2, answering 2  lease"
                + " 15 s",
            "go  show  nodes  extend 60s  rollback  detach  help  (Ctrl-C asks)",
            "the nodes undo by themselves in 4:05");
  }

  /** The screen goes on counting between two answers. */
  @Test
  void countsDownAndWarnsInWordsToo() {
    sessionStatus.told(snapshot(Duration.ofSeconds(65), Duration.ZERO), 0);
    assertThat(text(2 * SECOND, 120)).last().isEqualTo("the nodes undo by themselves in 1:03");
    sessionStatus.told(snapshot(Duration.ofSeconds(47), Duration.ZERO), 18 * SECOND);
    assertThat(text(20 * SECOND, 120))
        .last()
        .isEqualTo("SOON: the nodes undo by themselves in 0:45");
    sessionStatus.told(snapshot(Duration.ofSeconds(27), Duration.ZERO), 38 * SECOND);
    assertThat(text(40 * SECOND, 120))
        .last()
        .isEqualTo("NOW confirm or extend: the nodes undo by themselves in 0:25");
    assertThat(text(99 * SECOND, 120)).last().isEqualTo("NOW: the nodes undo by themselves");
    assertThat(sessionStatus.lines(40 * SECOND, 120))
        .last()
        .extracting(SessionStatus.Line::urgency)
        .isEqualTo(SessionStatus.Urgency.NOW);
  }

  /** The process of the run is stopped: no lease is renewed, whatever the deadline is. */
  @Test
  void aRunThatTellsNothingIsCountedByTheLease() {
    sessionStatus.told(snapshot(Duration.ofSeconds(245), Duration.ZERO), 0);
    assertThat(text(2 * SECOND, 120)).last().isEqualTo("the nodes undo by themselves in 4:03");
    assertThat(text(5 * SECOND, 120))
        .last()
        .isEqualTo("NOW confirm or extend: the nodes undo by themselves in 0:10");
  }

  @Test
  void namesSilentNodesWithTheEndOfTheirLease() {
    sessionStatus.told(snapshot(Duration.ofSeconds(11), Duration.ofSeconds(4)), 0);
    assertThat(text(0, 120)).contains("SILENT: net for 4 s, undoes in 0:11");
    assertThat(text(0, 120).get(0)).contains("answering 1");
  }

  @Test
  void saysOnceThatANodeFellSilentAnswersElsewhereAndIsBack() {
    Duration left = Duration.ofSeconds(11);
    assertThat(sessionStatus.told(snapshot(left, Duration.ZERO), 0)).isEmpty();
    assertThat(sessionStatus.told(snapshot(left, Duration.ofSeconds(8)), 0))
        .containsExactly(
            "net does not answer in band: unless it hears from the run, it undoes by itself in 0:11");
    assertThat(sessionStatus.told(snapshot(left, Duration.ofSeconds(9)), 0)).isEmpty();
    NodeSnapshot elsewhere =
        new NodeSnapshot(
            "net",
            NodeKind.VOTER,
            "ARMED",
            Optional.of(Duration.ofSeconds(10)),
            Optional.of(left),
            Optional.of(Duration.ofSeconds(1)),
            "");
    RunSnapshot outOfBand =
        new RunSnapshot(3, Duration.ofSeconds(15), List.of(elsewhere), Optional.empty());
    assertThat(sessionStatus.told(outOfBand, 0))
        .containsExactly("net answers out of band: it is ARMED");
    assertThat(sessionStatus.told(outOfBand, 0)).isEmpty();
    assertThat(text(0, 120))
        .contains("SILENT: net for 10 s (out of band it answers), undoes in 0:11");
    assertThat(sessionStatus.told(snapshot(left, Duration.ZERO), 0))
        .containsExactly("net answers in band again: it is ARMED");
  }

  /** A machine that is busy for a moment must not look like a node that is cut off. */
  @Test
  void aShortSilenceIsOnlyInTheStatusArea() {
    Duration left = Duration.ofSeconds(11);
    assertThat(sessionStatus.told(snapshot(left, Duration.ofSeconds(4)), 0)).isEmpty();
    assertThat(text(0, 120)).contains("SILENT: net for 4 s, undoes in 0:11");
    assertThat(sessionStatus.told(snapshot(left, Duration.ofSeconds(6)), 0)).isEmpty();
    assertThat(sessionStatus.told(snapshot(left, Duration.ZERO), 0)).isEmpty();
  }

  @Test
  void theWordsAreThoseThatCountNow() {
    assertThat(text(0, 120)).contains("show  nodes  rollback  detach  help  (Ctrl-C asks)");
    sessionStatus.event(new RunEvent.Armed("armed", Optional.of(Duration.ofSeconds(300))), 0);
    assertThat(text(0, 120))
        .contains("show  nodes  extend 60s  rollback  detach  help  (Ctrl-C asks)");
    sessionStatus.event(new RunEvent.StepProposed("recreate", "recreate", Optional.of(1)), 0);
    assertThat(text(0, 40)).contains("go show extend rollback help");
    sessionStatus.event(new RunEvent.GoGiven("go", "recreate", "kim"), 0);
    assertThat(text(0, 40)).contains("show extend rollback help");
    sessionStatus.event(
        new RunEvent.CodeShown("code", Optional.empty(), "ctl", "tty1", Optional.empty()), 0);
    assertThat(text(0, 120))
        .contains("CODE  show  nodes  extend 60s  rollback  detach  help  (Ctrl-C asks)");
    assertThat(SessionHints.help(sessionStatus))
        .contains("Now: CODE  show  nodes  extend 60s  rollback  detach  help");
    sessionStatus.event(new RunEvent.CommitDecided("decided"), 0);
    assertThat(text(0, 120)).contains("show  nodes  detach  help");
  }

  @Test
  void whoWatchesIsOfferedNothingThatReachesTheRun() {
    SessionStatus watching = new SessionStatus("20260102-030405-qat4", false);
    watching.event(new RunEvent.StepProposed("recreate", "recreate", Optional.of(1)), 0);
    assertThat(watching.lines(0, 120).get(1).text())
        .isEqualTo("this session only watches: detach  help");
    assertThat(String.join("\n", SessionHints.help(watching)))
        .contains("only watches", "  nodes  ")
        .doesNotContain("CODE", "  go ", "rollback", "rolls back");
  }

  /** What the nodes told last was asked for before they were armed. */
  @Test
  void anEventCountsAtOnceAlsoIfTheNodesToldLastBefore() {
    RunSnapshot before =
        new RunSnapshot(
            3, Duration.ofSeconds(15), List.of(unarmed("ctl"), unarmed("net")), progress(0));
    sessionStatus.event(new RunEvent.ArmingBegan("arming"), 0);
    sessionStatus.told(before, 0);
    sessionStatus.event(
        new RunEvent.Armed("ctl, net armed", Optional.of(Duration.ofSeconds(300))), SECOND);
    sessionStatus.told(
        new RunSnapshot(3, Duration.ofSeconds(15), before.nodes(), Optional.empty()), SECOND);
    assertThat(text(2 * SECOND, 120)).last().isEqualTo("the nodes undo by themselves in 4:59");
    assertThat(text(2 * SECOND, 120).get(0)).contains("  armed  nodes: 2, armed 2");
  }

  @Test
  void progressNeverGoesBack() {
    sessionStatus.event(new RunEvent.ArmingBegan("arming"), 0);
    for (int done : new int[] {1, 0}) {
      sessionStatus.told(new RunSnapshot(3, Duration.ofSeconds(15), List.of(), progress(done)), 0);
      assertThat(text(0, 120).get(0)).contains("arming 1 of 3");
    }
    sessionStatus.event(new RunEvent.Armed("armed", Optional.empty()), 0);
    assertThat(text(0, 120).get(0)).doesNotContain("of 3");
  }

  private static Optional<RunSnapshot.Progress> progress(int done) {
    return Optional.of(new RunSnapshot.Progress(done, 3, List.of()));
  }

  private static NodeSnapshot unarmed(String name) {
    return new NodeSnapshot(
        name, NodeKind.VOTER, "NONE", Optional.empty(), Optional.empty(), Optional.empty(), "");
  }

  @Test
  void afterTheDecisionNothingIsCounted() {
    sessionStatus.told(snapshot(Duration.ofSeconds(65), Duration.ZERO), 0);
    sessionStatus.event(new RunEvent.CommitDecided("decided"), 0);
    sessionStatus.told(snapshot(Duration.ofSeconds(65), Duration.ZERO), 0);
    assertThat(text(0, 120)).last().isEqualTo("nothing is counted");
  }

  @Test
  void countsTheNodesThatAreDoneAndNamesTheSlowOnes() {
    sessionStatus.event(new RunEvent.ArmingBegan("arming"), 0);
    sessionStatus.told(asking(12, List.of()), 0);
    assertThat(text(0, 120).get(0)).contains("arming 12 of 100");
    assertThat(sessionStatus.progress()).contains("arming: 12 of 100 nodes");
    sessionStatus.told(asking(90, List.of("n13", "n77")), 0);
    assertThat(text(0, 120)).contains("waiting for n13, n77 and 8 more");
    sessionStatus.told(asking(98, List.of("n13", "n77")), 0);
    assertThat(text(0, 120)).contains("waiting for n13, n77");
    assertThat(sessionStatus.progress()).contains("arming: 98 of 100 nodes, waiting for n13, n77");
  }

  private static RunSnapshot asking(int done, List<String> slow) {
    return new RunSnapshot(
        3,
        Duration.ofSeconds(15),
        List.of(),
        Optional.of(new RunSnapshot.Progress(done, 100, slow)));
  }

  @Test
  void staysShortOnANarrowTerminal() {
    sessionStatus.event(new RunEvent.StepProposed("recreate", "recreate", Optional.of(1)), 0);
    sessionStatus.told(snapshot(Duration.ofSeconds(245), Duration.ZERO), 0);
    assertThat(text(0, 40)).hasSize(3).allMatch(line -> line.length() <= 38);
  }

  @Test
  void aUsualTerminalHasRoomForTheWholeFirstLine() {
    SessionStatus named = new SessionStatus("20260102-030405-qat4", true);
    named.event(new RunEvent.StepProposed("recreate", "recreate", Optional.of(1)), 0);
    named.told(snapshot(Duration.ofSeconds(245), Duration.ofSeconds(4)), 0);
    assertThat(named.lines(0, 80).get(0).text())
        .isEqualTo("20260102-030405-qat4  step proposed  step 1 of 3  answering 1 of 2");
    assertThat(named.lines(0, 120).get(0).text()).endsWith("answering 1  lease 15 s");
  }

  private List<String> text(long now, int columns) {
    return sessionStatus.lines(now, columns).stream().map(SessionStatus.Line::text).toList();
  }

  private static RunSnapshot snapshot(Duration left, Duration silent) {
    return new RunSnapshot(
        3,
        Duration.ofSeconds(15),
        List.of(node("ctl", Duration.ofSeconds(300), Duration.ZERO), node("net", left, silent)),
        Optional.empty());
  }

  private static NodeSnapshot node(String name, Duration left, Duration silent) {
    return new NodeSnapshot(
        name,
        NodeKind.VOTER,
        "ARMED",
        Optional.of(silent),
        Optional.of(left),
        Optional.empty(),
        "storm:watching");
  }
}
