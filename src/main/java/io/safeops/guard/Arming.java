package io.safeops.guard;

import java.util.List;
import java.util.Map;

/**
 * The settings with which a node is armed. Times are absolute, in centiseconds of the node's
 * uptime; lengths are in centiseconds.
 *
 * @param kind the kind of this node in the run
 * @param nodes all nodes of the run with their kinds, in inventory order
 * @param steps the number of steps that concern this node
 * @param deadline the latest moment to confirm
 * @param cap the latest deadline that an extend may set
 * @param lease how long the node waits for a message of the run
 * @param leaseUntil the end of the first lease
 * @param hold how long after arming a soft node keeps its local part ready, at least
 * @param baseline how long probes measure the normal state before their results count; 0: the
 *     guard's default
 * @param confirmationMode what the operator must enter before this run is confirmed
 * @param witness whether this node makes and checks the code
 * @param probes the probes that the guard runs by itself, one line each
 * @param digest the plan's digest
 * @param user the user who started the run
 * @param host the machine on which the run was started
 */
public record Arming(
    NodeKind kind,
    Map<String, NodeKind> nodes,
    int steps,
    long deadline,
    long cap,
    long lease,
    long leaseUntil,
    long hold,
    long baseline,
    ConfirmationMode confirmationMode,
    boolean witness,
    List<String> probes,
    String digest,
    String user,
    String host) {

  /** What the operator must enter to confirm. */
  public enum ConfirmationMode {
    /** A code that is read out of band. */
    CODE,
    /** A code that is sent in band, because there is no out-of-band path. */
    INBAND,
    NONE
  }

  /** Begins one, to be filled in by name. */
  public static Builder builder(NodeKind kind, Map<String, NodeKind> nodes) {
    return new Builder(kind, nodes);
  }

  /** What is not set is as the builder begins: nothing, no, or the usual. */
  public static final class Builder {
    private final NodeKind kind;
    private final Map<String, NodeKind> nodes;
    private int steps;
    private long deadline;
    private long cap;
    private long lease;
    private long leaseUntil;
    private long hold;
    private long baseline;
    private ConfirmationMode confirmationMode = ConfirmationMode.CODE;
    private boolean witness;
    private List<String> probes = List.of();
    private String digest = "";
    private String user = "";
    private String host = "";

    private Builder(NodeKind kind, Map<String, NodeKind> nodes) {
      this.kind = kind;
      this.nodes = nodes;
    }

    public Builder steps(int value) {
      this.steps = value;
      return this;
    }

    public Builder deadline(long value) {
      this.deadline = value;
      return this;
    }

    public Builder cap(long value) {
      this.cap = value;
      return this;
    }

    public Builder lease(long value) {
      this.lease = value;
      return this;
    }

    public Builder leaseUntil(long value) {
      this.leaseUntil = value;
      return this;
    }

    public Builder hold(long value) {
      this.hold = value;
      return this;
    }

    public Builder baseline(long value) {
      this.baseline = value;
      return this;
    }

    public Builder confirmationMode(ConfirmationMode value) {
      this.confirmationMode = value;
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

    public Arming build() {
      return new Arming(
          kind,
          nodes,
          steps,
          deadline,
          cap,
          lease,
          leaseUntil,
          hold,
          baseline,
          confirmationMode,
          witness,
          probes,
          digest,
          user,
          host);
    }
  }
}
