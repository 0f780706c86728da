package io.safeops.run.simulation;

import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a simulated node's disk holds of one run. */
final class SimDisk {
  GuardState state = GuardState.NONE;
  long epoch;
  String nonce = "";
  String boot = "";
  NodeKind kind = NodeKind.VOTER;
  String nodes = "";
  String plan = "";
  int steps;
  int staged;
  int begun;
  int done;
  boolean failed;
  long deadline;
  long cap;
  long lease;
  long leaseUntil;
  long expiry;
  long hold;
  long holdFrom;

  /** The latest uptime at which its guard looked. */
  long seen;

  String holdBoot = "";
  String word = "none";
  boolean witness;
  String code = "";
  boolean given;
  int tries;
  boolean released;
  boolean undoFails;
  Map<Integer, String> undo = new HashMap<>();
  Map<Integer, String> local = new HashMap<>();
  Map<Integer, Integer> results = new HashMap<>();

  /** As others see it: an undo that failed is tried again, and called what it is. */
  GuardState shown() {
    return state == GuardState.REVERTING && undoFails ? GuardState.REVERT_FAILED : state;
  }

  boolean isLive() {
    return state.isOpen() || state == GuardState.REVERTING;
  }

  long voters() {
    return Arrays.stream(nodes.split(",")).filter(node -> node.endsWith(":voter")).count();
  }

  boolean isLastAgent() {
    return kind == NodeKind.VOTER && voters() == 1;
  }

  /** Why a live run lapses now; empty if it does not. The boot first, then times. */
  String lapse(String nowBoot, long now) {
    if (!state.isOpen()) {
      return "";
    }
    if (!boot.equals(nowBoot) || now < seen) {
      return "reboot";
    }
    if (state == GuardState.PREPARED) {
      return now >= expiry ? "expiry" : "";
    }
    if (now >= deadline) {
      return "deadline";
    }
    return now >= leaseUntil ? "lease" : "";
  }

  SimDisk copy() {
    SimDisk copy = new SimDisk();
    copy.become(this);
    return copy;
  }

  /** Takes over all that another holds. */
  void become(SimDisk other) {
    state = other.state;
    epoch = other.epoch;
    nonce = other.nonce;
    boot = other.boot;
    kind = other.kind;
    nodes = other.nodes;
    plan = other.plan;
    steps = other.steps;
    staged = other.staged;
    begun = other.begun;
    done = other.done;
    failed = other.failed;
    deadline = other.deadline;
    cap = other.cap;
    lease = other.lease;
    leaseUntil = other.leaseUntil;
    expiry = other.expiry;
    hold = other.hold;
    holdFrom = other.holdFrom;
    seen = other.seen;
    holdBoot = other.holdBoot;
    word = other.word;
    witness = other.witness;
    code = other.code;
    given = other.given;
    tries = other.tries;
    released = other.released;
    undoFails = other.undoFails;
    undo = new HashMap<>(other.undo);
    local = new HashMap<>(other.local);
    results = new HashMap<>(other.results);
  }

  /**
   * Whether a disk would have to be written to make one of the other: what a beat renews and a look
   * notes is lost at a reboot.
   */
  boolean isSame(SimDisk other) {
    return written().equals(other.written());
  }

  private List<Object> written() {
    return List.of(
        state, epoch, nonce, boot, kind, nodes, plan, steps, staged, begun, done, failed, deadline,
        cap, lease, expiry, hold, holdFrom, holdBoot, word, witness, code, given, tries, released,
        undoFails, undo, local, results);
  }
}
