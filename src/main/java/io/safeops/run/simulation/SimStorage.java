package io.safeops.run.simulation;

import io.safeops.guard.GuardState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a simulated node holds of its runs: as its guard has it now, and as the disk has it, which
 * is what a reboot leaves. A disk may be full (nothing is written, and whoever asks is told so) or
 * hang: then nobody who needs it is answered, and what was being written is there in the end or is
 * not. That a node turns back needs no disk: a reboot leads to the same.
 */
final class SimStorage {

  /**
   * What was on its way to a disk that hangs.
   *
   * @param from what it was made of: nothing lands on what has gone on
   */
  private record Pending(SimDisk from, SimDisk to) {}

  private final Map<String, SimDisk> runs = new HashMap<>();
  private final Map<String, SimDisk> saved = new HashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();
  private final Set<String> inDoubt = new HashSet<>();
  private boolean full;
  private boolean hangs;
  private boolean lands;

  SimDisk of(String run) {
    return runs.computeIfAbsent(run, fresh -> new SimDisk());
  }

  Optional<SimDisk> known(String run) {
    return Optional.ofNullable(runs.get(run));
  }

  Map<String, SimDisk> all() {
    return runs;
  }

  void full(boolean isFull) {
    full = isFull;
  }

  /**
   * The disk answers nobody until {@link #goOn}.
   *
   * @param willLand whether what is written meanwhile is there afterwards
   */
  void hang(boolean willLand) {
    hangs = true;
    lands = willLand;
  }

  boolean hangs() {
    return hangs;
  }

  boolean isWritable() {
    return !full && !hangs;
  }

  /** Whether nobody knows if the disk says CONFIRMED: such a node does not undo. */
  boolean isInDoubt(String run) {
    return inDoubt.contains(run);
  }

  /** After each change: it is on the disk, where that takes anything. */
  void save(String run) {
    if (isWritable()) {
      saved.put(run, of(run).copy());
    }
  }

  /**
   * A message that would have to write to a disk that is full or hangs.
   *
   * @param wanted what the disk would hold then
   * @param why not, in one word, if the message is not obeyed anyway
   * @return the word to answer; empty where nobody answers
   */
  Optional<String> attempt(String run, SimDisk wanted, String why) {
    SimDisk disk = of(run);
    boolean writes = !wanted.isSame(disk);
    if (!hangs) {
      return Optional.of(writes ? "disk" : why);
    }
    if (writes && lands && !full && !pending.containsKey(run)) {
      pending.put(run, new Pending(disk.copy(), wanted));
      if (wanted.state == GuardState.CONFIRMED) {
        inDoubt.add(run);
      }
    }
    return Optional.empty();
  }

  /** The disk answers again. */
  void goOn() {
    hangs = false;
    land();
    runs.keySet().forEach(this::save);
  }

  /** What lands is on the disk, even if there is no room for more by now. */
  private void land() {
    pending.forEach(
        (run, write) -> {
          if (of(run).isSame(write.from())) {
            of(run).become(write.to());
            saved.put(run, of(run).copy());
          }
        });
    pending.clear();
    inDoubt.clear();
  }

  /** The state directory is gone, with all that is on it. */
  void forget() {
    runs.clear();
    saved.clear();
    pending.clear();
    inDoubt.clear();
  }

  /** What a reboot leaves. */
  void lose() {
    runs.clear();
    saved.forEach((run, disk) -> runs.put(run, disk.copy()));
    if (hangs) {
      hangs = false;
      land();
      runs.keySet().forEach(this::save);
    }
  }
}
