package io.safeops.run.messaging;

import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.review.ReadCount;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a coordinator needs to know of a run before it begins.
 *
 * @param runEpoch the run and this coordinator's epoch
 * @param nodes every node that is armed, in inventory order; at least one voter
 * @param readCount how many nodes each step reads
 * @param times the guard's settings
 * @param confirmationInput how the operator's word is given
 * @param stepwise whether the operator says go before each step
 * @param digest the plan's digest
 * @param user who runs it
 * @param host from where
 */
public record RunSpec(
    RunEpoch runEpoch,
    List<NodeSpec> nodes,
    ReadCount readCount,
    Times times,
    ConfirmationInput confirmationInput,
    boolean stepwise,
    String digest,
    String user,
    String host) {

  public RunSpec {
    nodes = List.copyOf(nodes);
    if (nodes.stream().noneMatch(node -> node.kind() == NodeKind.VOTER)) {
      throw new IllegalArgumentException("a run without a node that makes a change");
    }
    if (confirmationInput != ConfirmationInput.HOLD
        && nodes.stream().filter(NodeSpec::witness).count() != 1) {
      throw new IllegalArgumentException("a run confirmed by a code needs exactly one witness");
    }
  }

  /** How many steps there are. */
  public int steps() {
    return readCount.steps().size();
  }

  /** The same run with other lengths of time. */
  public RunSpec with(Times other) {
    return new RunSpec(
        runEpoch, nodes, readCount, other, confirmationInput, stepwise, digest, user, host);
  }

  /** Every node and what it is to the run. */
  public Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new LinkedHashMap<>();
    nodes.forEach(node -> kinds.put(node.name(), node.kind()));
    return kinds;
  }

  /** How the operator's word is given. */
  public enum ConfirmationInput {
    /** A code that a witness shows on its console. */
    CODE,
    /** The same code over a new in-band connection: the inventory says there is no other way. */
    IN_BAND,
    /** None: the run confirms itself after the hold. Only an approval may say so. */
    HOLD
  }

  /**
   * One node of the run.
   *
   * @param steps how many of the plan's steps concern it
   * @param witness whether it makes and checks the code
   * @param probes what its guard watches
   * @param survivesReboot whether the review counted on its guard to survive a reboot
   * @param trial a script that asks what its undo will ask, once, before it is armed
   */
  public record NodeSpec(
      String name,
      NodeKind kind,
      int steps,
      boolean witness,
      List<String> probes,
      boolean survivesReboot,
      Optional<String> trial) {
    public NodeSpec {
      probes = List.copyOf(probes);
    }

    /** One whose undo asks nothing. */
    public NodeSpec(
        String name,
        NodeKind kind,
        int steps,
        boolean witness,
        List<String> probes,
        boolean survivesReboot) {
      this(name, kind, steps, witness, probes, survivesReboot, Optional.empty());
    }
  }

  /**
   * The lengths of time a run works with.
   *
   * @param deadline from arming to the latest confirm
   * @param cap the most that extending may make of the deadline
   * @param lease how long a node waits without hearing from the run
   * @param hold how long everything must be quiet before the word is asked for
   * @param expiry how long a prepared node waits for the commit
   * @param undo how long an undo may take before a human is called
   * @param answer how long one answer is waited for
   * @param step how long one step may run
   * @param expect how long an expectation may take to become true
   * @param baseline how long probes look before they count
   * @param patience how long silence is borne when the end is being told
   * @param look how long reading the whole cluster may take
   */
  public record Times(
      Duration deadline,
      Duration cap,
      Duration lease,
      Duration hold,
      Duration expiry,
      Duration undo,
      Duration answer,
      Duration step,
      Duration expect,
      Duration baseline,
      Duration patience,
      Duration look) {

    /** Five minutes to confirm, a lease of 15 s, 20 s of quiet. */
    public static Times usual() {
      return new Times(
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofSeconds(15),
          Duration.ofSeconds(20),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(15),
          Duration.ofSeconds(10),
          Duration.ofSeconds(90),
          Duration.ofSeconds(60));
    }

    public Times withGuard(
        Duration newDeadline, Duration newLease, Duration newHold, Duration newBaseline) {
      return new Times(
          newDeadline,
          cap,
          newLease,
          newHold,
          expiry,
          undo,
          answer,
          step,
          expect,
          newBaseline,
          patience,
          look);
    }

    /** At least so long for expectations; never less than the usual. */
    public Times withExpect(Duration atLeast) {
      return new Times(
          deadline,
          cap,
          lease,
          hold,
          expiry,
          undo,
          answer,
          step,
          atLeast.compareTo(expect) > 0 ? atLeast : expect,
          baseline,
          patience,
          look);
    }

    public Times withPatience(Duration newPatience) {
      return new Times(
          deadline,
          cap,
          lease,
          hold,
          expiry,
          undo,
          answer,
          step,
          expect,
          baseline,
          newPatience,
          look);
    }

    /** At least so long for an answer, a promise and a look; never less than the usual. */
    public Times atLeast(Duration newAnswer, Duration newExpiry, Duration newLook) {
      return new Times(
          deadline,
          cap,
          lease,
          hold,
          longer(expiry, newExpiry),
          undo,
          longer(answer, newAnswer),
          step,
          expect,
          baseline,
          patience,
          longer(look, newLook));
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) >= 0 ? one : other;
    }
  }
}
