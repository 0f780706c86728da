package io.safeops.run.coordinate.sim;

import io.safeops.run.coordinate.RunWork.Finding;
import java.util.ArrayList;
import java.util.List;

/** What a run changes itself, and the undo it kept: survives its process. */
public final class SimApi {

  private final List<Integer> changed = new ArrayList<>();
  private boolean here;
  private boolean refuses;
  private int deaf;
  private boolean kept;
  private boolean clings;

  /** Every step has a part of the run's own. */
  public void takesPart() {
    here = true;
  }

  /** It changes half, and says that it cannot do the rest. */
  public void refuses() {
    refuses = true;
  }

  /** Its undo cannot be let go of. */
  public void clingsToItsUndo() {
    clings = true;
  }

  /** It does not answer so many undos. */
  public void isDeafTo(int undos) {
    deaf = undos;
  }

  public boolean isChanged() {
    return !changed.isEmpty();
  }

  /** Whether a confirmed run has let go of its undo. */
  public boolean isKept() {
    return kept;
  }

  boolean isHere() {
    return here;
  }

  Finding act(int step) {
    changed.add(step);
    return refuses ? new Finding(List.of("409: in use")) : Finding.HOLDS;
  }

  Finding undo() {
    if (deaf > 0) {
      deaf--;
      return new Finding(List.of("no answer from Neutron"));
    }
    changed.clear();
    return Finding.HOLDS;
  }

  Finding keep() {
    if (clings) {
      return new Finding(List.of("undo-1.json: read-only file system"));
    }
    kept = true;
    return Finding.HOLDS;
  }
}
