package io.safeops.run.recover;

import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardState;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.store.JournalSummary;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Why a recovery changes nothing: what the operator is told, and the end that goes with it. */
final class RecoveryRefusals {

  private final String run;

  RecoveryRefusals(String run) {
    this.run = run;
  }

  /** No node tells who takes part in the run. */
  Outcome unknownRun(Map<String, GuardReply> replies, List<String> silent, JournalSummary journal) {
    List<String> damaged = new ArrayList<>();
    List<String> notTold = new ArrayList<>(silent);
    replies.forEach(
        (node, reply) -> {
          if (reply.isDamaged()) {
            damaged.add(node);
          } else if (!reply.tellsState()) {
            notTold.add(node);
          }
        });
    if (!damaged.isEmpty()) {
      return damagedState(damaged, silent);
    }
    boolean neverArmed =
        replies.values().stream()
            .anyMatch(reply -> reply.knownState().filter(GuardState::isEnded).isPresent());
    if (!notTold.isEmpty()) {
      return new Outcome(
          End.NOT_PROVEN,
          (neverArmed ? "run " + run + " was never armed on the nodes that answer" : nobodyKnows())
              + "; silent: "
              + String.join(", ", notTold)
              + ". A silent node may be armed. Then it undoes by itself. When these nodes can be"
              + " reached: `safeops recover "
              + run
              + "`.");
    }
    if (journal.ended().isPresent()) {
      Outcome ended = journal.ended().get();
      return new Outcome(
          ended.end(),
          "no node knows anything of run " + run + " any more; its journal says: " + ended.text());
    }
    if (journal.armed()) {
      return new Outcome(
          End.NOT_PROVEN,
          "no node knows anything of run "
              + run
              + ", but its journal says that its nodes were armed. Either this is not its"
              + " inventory, or the nodes have lost their state, and the undo with it. Look at these"
              + " nodes.");
    }
    return new Outcome(
        End.NOT_STARTED,
        neverArmed ? "run " + run + " was never armed: it has changed nothing" : nobodyKnows());
  }

  private String nobodyKnows() {
    return "no node that answers knows run " + run + ": is this its inventory?";
  }

  private Outcome damagedState(List<String> damaged, List<String> silent) {
    return new Outcome(
        End.SPLIT,
        "nobody knows how run "
            + run
            + " ended: its state is damaged on "
            + String.join(", ", damaged)
            + ", and the guard there neither undoes nor confirms any more. Nothing was changed: look"
            + " at these nodes on their consoles"
            + (silent.isEmpty() ? "." : "; silent: " + String.join(", ", silent) + "."));
  }

  /** The nodes do not agree which of them decide, so nothing is decided. */
  Outcome disagreement(String how) {
    return new Outcome(
        End.SPLIT,
        "the nodes of run "
            + run
            + " do not agree who takes part in it: "
            + how
            + ". Nothing was changed: look at these nodes on their consoles.");
  }

  /**
   * Why a node cannot be given up; empty when all can. It says nothing of the run, which may be
   * open.
   *
   * @param participants who takes part in it
   */
  Optional<Outcome> notLost(
      LostNodes lost, Set<String> participants, Map<String, GuardReply> replies) {
    for (String name : new TreeSet<>(lost.names())) {
      if (!participants.contains(name)) {
        return refused(
            name
                + " takes no part in run "
                + run
                + ": it is on "
                + String.join(", ", participants)
                + ".");
      }
      GuardReply reply = replies.get(name);
      if (reply != null && !holdsNothing(reply)) {
        return refused(name + " answers: it is not lost.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Outcome> refused(String why) {
    return Optional.of(new Outcome(End.REFUSED, why + " Nothing was changed."));
  }

  /** It answers, but has lost its state of the run: nothing can be waited for there either. */
  private static boolean holdsNothing(GuardReply reply) {
    return reply.field("kind").isEmpty()
        && reply
            .knownState()
            .filter(state -> state == GuardState.NONE || state == GuardState.REVERTED)
            .isPresent();
  }

  /**
   * Nodes of the run are missing from the inventory. Nothing is touched, for they may decide too.
   * Where a node still holds something of the run, it may be split; where none does, the missing
   * ones may be armed.
   */
  Outcome missingFromInventory(List<String> missing, Collection<GuardReply> replies) {
    boolean isOpen =
        replies.stream()
            .anyMatch(
                reply ->
                    reply
                        .knownState()
                        .filter(state -> state == GuardState.NONE || state.isEnded())
                        .isEmpty());
    return new Outcome(
        isOpen ? End.SPLIT : End.NOT_PROVEN,
        "run "
            + run
            + " is on "
            + String.join(", ", missing)
            + " too, which this inventory lacks. Nothing was changed: `safeops recover "
            + run
            + "` needs an inventory with every node of the run.");
  }
}
