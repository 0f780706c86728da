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
 * What a coordinator must know of a run before it begins.
 *
 * @param runEpoch the run and this coordinator's epoch
 * @param nodes every node that is armed, in inventory order; at least one voter
 * @param readCount how many nodes each step reads
 * @param times the guard's settings
 * @param confirmationInput how the operator confirms
 * @param stepwise whether each step waits for the operator's go
 * @param digest the plan's digest
 * @param user who runs it
 * @param host from where
 * @param console where the console of the witness is, in words; empty if that is not known
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
    String host,
    String console) {

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
    return toBuilder(nodes).times(other).build();
  }

  /** The same run on other nodes, or on the same with other values. */
  public Builder toBuilder(List<NodeSpec> others) {
    return new Builder(runEpoch, others, readCount)
        .times(times)
        .confirmationInput(confirmationInput)
        .stepwise(stepwise)
        .digest(digest)
        .user(user)
        .host(host)
        .console(console);
  }

  /** Begins one, to be filled in by name. */
  public static Builder builder(RunEpoch runEpoch, List<NodeSpec> nodes, ReadCount readCount) {
    return new Builder(runEpoch, nodes, readCount);
  }

  /** What is not set is as the builder begins: nothing, no, or the usual. */
  public static final class Builder {
    private final RunEpoch runEpoch;
    private final List<NodeSpec> nodes;
    private final ReadCount readCount;
    private Times times = Times.usual();
    private ConfirmationInput confirmationInput = ConfirmationInput.CODE;
    private boolean stepwise;
    private String digest = "";
    private String user = "";
    private String host = "";
    private String console = "";

    private Builder(RunEpoch runEpoch, List<NodeSpec> nodes, ReadCount readCount) {
      this.runEpoch = runEpoch;
      this.nodes = nodes;
      this.readCount = readCount;
    }

    public Builder times(Times value) {
      this.times = value;
      return this;
    }

    public Builder confirmationInput(ConfirmationInput value) {
      this.confirmationInput = value;
      return this;
    }

    public Builder stepwise(boolean value) {
      this.stepwise = value;
      return this;
    }

    public Builder digest(String value) {
      this.digest = value;
      return this;
    }

    public Builder user(String value) {
      this.user = value;
      return this;
    }

    public Builder host(String value) {
      this.host = value;
      return this;
    }

    public Builder console(String value) {
      this.console = value;
      return this;
    }

    public RunSpec build() {
      return new RunSpec(
          runEpoch,
          nodes,
          readCount,
          times,
          confirmationInput,
          stepwise,
          digest,
          user,
          host,
          console);
    }
  }

  /** Every node and what it is to the run. */
  public Map<String, NodeKind> kinds() {
    Map<String, NodeKind> kinds = new LinkedHashMap<>();
    nodes.forEach(node -> kinds.put(node.name(), node.kind()));
    return kinds;
  }

  /** How the operator confirms. */
  public enum ConfirmationInput {
    /** A code that a witness shows on its console. */
    CODE,
    /** The same code over a new in-band connection: the inventory has no out-of-band path. */
    IN_BAND,
    /** No code: the run confirms itself after the hold. Only an approval may allow that. */
    HOLD
  }

  /**
   * One node of the run.
   *
   * @param steps how many of the plan's steps concern it
   * @param witness whether it creates and checks the code
   * @param probes what its guard watches
   * @param survivesReboot whether the review counted on its guard to survive a reboot
   * @param trial a script that tries, before arming, the question that the undo will have to ask
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

    /** Begins one, to be filled in by name. */
    public static Builder builder(String name, NodeKind kind) {
      return new Builder(name, kind);
    }

    public Builder toBuilder() {
      return new Builder(name, kind)
          .steps(steps)
          .witness(witness)
          .probes(probes)
          .survivesReboot(survivesReboot)
          .trial(trial);
    }

    /** What is not set is as the builder begins: nothing, no, or the usual. */
    public static final class Builder {
      private final String name;
      private final NodeKind kind;
      private int steps;
      private boolean witness;
      private List<String> probes = List.of();
      private boolean survivesReboot;
      private Optional<String> trial = Optional.empty();

      private Builder(String name, NodeKind kind) {
        this.name = name;
        this.kind = kind;
      }

      public Builder steps(int value) {
        this.steps = value;
        return this;
      }

      public Builder witness(boolean value) {
        this.witness = value;
        return this;
      }

      public Builder probes(List<String> value) {
        this.probes = value;
        return this;
      }

      public Builder survivesReboot(boolean value) {
        this.survivesReboot = value;
        return this;
      }

      public Builder trial(Optional<String> value) {
        this.trial = value;
        return this;
      }

      public NodeSpec build() {
        return new NodeSpec(name, kind, steps, witness, probes, survivesReboot, trial);
      }
    }
  }

  /**
   * The lengths of time a run works with.
   *
   * @param deadline from arming to the latest confirm
   * @param cap the most that extending may make of the deadline
   * @param lease how long a node waits without hearing from the run
   * @param hold how long everything must be quiet before the operator is asked for the code
   * @param expiry how long a prepared node waits for the commit
   * @param undo how long an undo may take before a human is called
   * @param answer how long one answer is waited for
   * @param step how long one step may run
   * @param expect how long an expectation may take to become true
   * @param baseline how long probes look before they count
   * @param patience how long a silent node is asked again at the end of the run
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
      return new Builder().build();
    }

    /** Begins with the usual lengths. */
    public static Builder builder() {
      return new Builder();
    }

    public Builder toBuilder() {
      return new Builder()
          .deadline(deadline)
          .cap(cap)
          .lease(lease)
          .hold(hold)
          .expiry(expiry)
          .undo(undo)
          .answer(answer)
          .step(step)
          .expect(expect)
          .baseline(baseline)
          .patience(patience)
          .look(look);
    }

    /** At least so long for expectations; never less than before. */
    public Times withExpect(Duration atLeast) {
      return toBuilder().expect(longer(expect, atLeast)).build();
    }

    /** At least so long for an answer, a promise and reading the facts; never less than before. */
    public Times atLeast(Duration newAnswer, Duration newExpiry, Duration newLook) {
      return toBuilder()
          .answer(longer(answer, newAnswer))
          .expiry(longer(expiry, newExpiry))
          .look(longer(look, newLook))
          .build();
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) >= 0 ? one : other;
    }

    /** What is not set has its usual length. */
    public static final class Builder {
      private Duration deadline = Duration.ofMinutes(5);
      private Duration cap = Duration.ofMinutes(30);
      private Duration lease = Duration.ofSeconds(15);
      private Duration hold = Duration.ofSeconds(20);
      private Duration expiry = Duration.ofSeconds(10);
      private Duration undo = Duration.ofSeconds(60);
      private Duration answer = Duration.ofSeconds(10);
      private Duration step = Duration.ofSeconds(60);
      private Duration expect = Duration.ofSeconds(15);
      private Duration baseline = Duration.ofSeconds(10);
      private Duration patience = Duration.ofSeconds(90);
      private Duration look = Duration.ofSeconds(60);

      private Builder() {}

      public Builder deadline(Duration value) {
        this.deadline = value;
        return this;
      }

      public Builder cap(Duration value) {
        this.cap = value;
        return this;
      }

      public Builder lease(Duration value) {
        this.lease = value;
        return this;
      }

      public Builder hold(Duration value) {
        this.hold = value;
        return this;
      }

      public Builder expiry(Duration value) {
        this.expiry = value;
        return this;
      }

      public Builder undo(Duration value) {
        this.undo = value;
        return this;
      }

      public Builder answer(Duration value) {
        this.answer = value;
        return this;
      }

      public Builder step(Duration value) {
        this.step = value;
        return this;
      }

      public Builder expect(Duration value) {
        this.expect = value;
        return this;
      }

      public Builder baseline(Duration value) {
        this.baseline = value;
        return this;
      }

      public Builder patience(Duration value) {
        this.patience = value;
        return this;
      }

      public Builder look(Duration value) {
        this.look = value;
        return this;
      }

      public Times build() {
        return new Times(
            deadline, cap, lease, hold, expiry, undo, answer, step, expect, baseline, patience,
            look);
      }
    }
  }
}
