package io.safeops.run.recover;

import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.inventory.Inventory;
import io.safeops.review.ReadCount;
import io.safeops.run.EventLoop;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.coordinate.Participants;
import io.safeops.run.coordinate.RecoveryCoordinator;
import io.safeops.run.event.Outcome;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.store.JournalSummary;
import io.safeops.run.store.RunStore;
import io.safeops.session.ClusterAccess;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Finishes a run whose process is gone, or overrules one: asks the nodes of the inventory what they
 * know of it, and takes it over with a higher epoch. Works from any machine with the inventory. The
 * nodes' own answers count; the journal proves nothing.
 */
public final class Recovery {

  /** So long a node that is silent is asked again; a recovery can be begun again at any time. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final Inventory inventory;
  private final ClusterAccess access;
  private final RunStore store;
  private final ExecutorService executor;

  public Recovery(
      Inventory inventory, ClusterAccess access, RunStore store, ExecutorService executor) {
    this.inventory = inventory;
    this.access = access;
    this.store = store;
    this.executor = executor;
  }

  /**
   * Takes the run over and brings it to one end.
   *
   * @param why for journal and messages: who asks, and what for
   * @param lost nodes that are not waited for
   * @param before what the journal of this machine tells, for where no node knows anything
   * @param journal written as far as that can be done; nothing depends on it
   */
  public Outcome recover(
      String run, String why, LostNodes lost, JournalSummary before, Journal journal)
      throws InterruptedException {
    NodeSurvey survey = NodeSurvey.of(run, inventory, access.guards());
    Participants participants = survey.participants();
    RecoveryRefusals refusals = new RecoveryRefusals(run);
    if (participants.isEmpty()) {
      return refusals.unknownRun(survey.replies(), survey.silent(), before);
    }
    Optional<String> disagreement = participants.disagreement();
    if (disagreement.isPresent()) {
      return refusals.disagreement(disagreement.get());
    }
    Optional<Outcome> notLost = refusals.notLost(lost, participants.names(), survey.replies());
    if (notLost.isPresent()) {
      return notLost.get();
    }
    List<String> missing =
        participants.names().stream()
            .filter(name -> inventory.node(name).isEmpty() && !lost.names().contains(name))
            .toList();
    if (!missing.isEmpty()) {
      return refusals.missingFromInventory(missing, survey.replies().values());
    }
    EventLoop loop = new EventLoop();
    RunSpec spec = spec(run, survey.highestEpoch() + 1, participants.agreed());
    RecoveryWork work = new RecoveryWork(run, survey.beganOn(), store, access, executor, loop);
    return new RecoveryCoordinator(spec, lost, loop, access.guards(), work, journal).run(why);
  }

  private static RunSpec spec(String run, long epoch, Map<String, NodeKind> kinds) {
    String nonce = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36) + "0000";
    List<RunSpec.NodeSpec> nodes =
        kinds.entrySet().stream()
            .map(node -> RunSpec.NodeSpec.builder(node.getKey(), node.getValue()).build())
            .toList();
    return RunSpec.builder(new RunEpoch(run, epoch, nonce), nodes, ReadCount.whole(0, 0))
        .times(RunSpec.Times.builder().patience(PATIENCE).build())
        .confirmationInput(RunSpec.ConfirmationInput.HOLD)
        .digest("recover")
        .user("recover")
        .host("recover")
        .build();
  }
}
