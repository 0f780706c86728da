package io.safeops.run.sim;

import io.safeops.guard.GuardState;
import io.safeops.guard.Kind;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What a simulated node's disk holds of one run. */
final class SimDisk {
  GuardState state = GuardState.NONE;
  long epoch;
  String nonce = "";
  String boot = "";
  Kind kind = Kind.VOTER;
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
  String holdBoot = "";
  String word = "none";
  boolean witness;
  String code = "";
  boolean given;
  int tries;
  boolean released;
  boolean undoFails;
  final Map<Integer, String> undo = new HashMap<>();
  final Map<Integer, String> local = new HashMap<>();
  final Map<Integer, Integer> results = new HashMap<>();

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
    return kind == Kind.VOTER && voters() == 1;
  }

  /** Why a live run lapses now; empty if it does not. The boot id first, then times. */
  String lapse(String nowBoot, long now) {
    if (!state.isOpen()) {
      return "";
    }
    if (!boot.equals(nowBoot)) {
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
}
