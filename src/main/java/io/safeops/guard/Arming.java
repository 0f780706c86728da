package io.safeops.guard;

import java.util.List;
import java.util.Map;

/**
 * What a node is armed with. Times are centiseconds of the node's uptime, absolute; lengths are
 * centiseconds.
 *
 * @param kind what this node is to the run
 * @param nodes every node of the run with its kind, in inventory order
 * @param steps how many steps concern this node
 * @param deadline latest moment to confirm
 * @param cap latest deadline that an extend may set
 * @param lease how long the node waits without hearing from the run
 * @param leaseUntil end of the first lease
 * @param hold how long after arming a soft node holds its local part at least
 * @param baseline how long probes look before they count; 0 leaves it to the guard
 * @param confirmationMode what the operator gives before this run is confirmed
 * @param witness whether this node makes and checks the code
 * @param probes what the guard watches by itself, one line each
 * @param digest the plan's digest
 * @param user who started the run, and where
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

  /** What the operator gives. */
  public enum ConfirmationMode {
    /** A code read out of band. */
    CODE,
    /** A code that came in band: there is no other way. */
    INBAND,
    NONE
  }
}
