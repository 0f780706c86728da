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
}
