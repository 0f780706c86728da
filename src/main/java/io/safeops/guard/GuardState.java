package io.safeops.guard;

/**
 * The states of a guard on one node, as its disk holds them. The table is in the guard protocol.
 * {@code DAMAGED} and {@code UNKNOWN}, which a guard answers too, say that it can tell none: {@link
 * GuardReply#tellsState}.
 */
public enum GuardState {
  /** Nothing is known of the run here. */
  NONE,
  /** The dead-man's switch is set: a deadline, a lease, a trip or a reboot undoes. */
  ARMED,
  /** Promised to commit until the prepare expires; undoes otherwise. */
  PREPARED,
  /** The change stays; the undo is kept until the seal. */
  CONFIRMED,
  /** The end: the change stays (a soft node: released, its local part never fired). */
  SEALED,
  /** The undo is at work (a soft node: its local part is held ready). */
  REVERTING,
  /** The end: undone, or never begun here. */
  REVERTED,
  /** The undo did not succeed yet; it is still being retried. */
  REVERT_FAILED;

  /** Whether nothing can change any more: a tombstone. */
  public boolean isEnded() {
    return this == SEALED || this == REVERTED;
  }

  /** Whether this node has turned back, or will, for certain. */
  public boolean isReverting() {
    return this == REVERTING || this == REVERTED || this == REVERT_FAILED;
  }

  /** Whether this node holds the change for good. */
  public boolean isKept() {
    return this == CONFIRMED || this == SEALED;
  }

  /** Whether the run is open here: armed and undecided. */
  public boolean isOpen() {
    return this == ARMED || this == PREPARED;
  }
}
