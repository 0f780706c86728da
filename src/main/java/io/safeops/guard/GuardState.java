package io.safeops.guard;

/**
 * The state of a run on one node, as stored on its disk. The guard protocol has the table of
 * states. A guard may also answer {@code DAMAGED} or {@code UNKNOWN}: then it cannot tell the
 * state, see {@link GuardReply#tellsState}.
 */
public enum GuardState {
  /** This node knows nothing of the run. */
  NONE,
  /**
   * The dead-man's switch is set: the deadline, the lease, a tripped probe or a reboot triggers the
   * undo.
   */
  ARMED,
  /** The node has promised to commit until the prepare expires; after that it undoes the change. */
  PREPARED,
  /** The change is kept; the undo is stored until the seal. */
  CONFIRMED,
  /** Final: the change is kept (a soft node: released, and its local part never ran). */
  SEALED,
  /** The undo is running (a soft node: its local part is ready to run). */
  REVERTING,
  /** Final: the change is undone, or was never made here. */
  REVERTED,
  /** The undo has not succeeded yet; the guard still retries it. */
  REVERT_FAILED;

  /** Whether the state is final: only a tombstone is left. */
  public boolean isEnded() {
    return this == SEALED || this == REVERTED;
  }

  /** Whether this node has undone the change, or certainly will. */
  public boolean isReverting() {
    return this == REVERTING || this == REVERTED || this == REVERT_FAILED;
  }

  /** Whether this node keeps the change for good. */
  public boolean isKept() {
    return this == CONFIRMED || this == SEALED;
  }

  /** Whether the run is open here: armed and undecided. */
  public boolean isOpen() {
    return this == ARMED || this == PREPARED;
  }
}
