package io.safeops.guard;

import java.time.Instant;

/**
 * One use of an approval by a run, as the nodes count it.
 *
 * @param approval its id: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,63}}
 * @param most how often it may be used; at least 1
 * @param from when it begins to be valid
 * @param until when it expires: the nodes remember its use until then
 */
public record ApprovalUse(String approval, int most, Instant from, Instant until) {

  public ApprovalUse {
    if (!approval.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")) {
      throw new IllegalArgumentException("no id of an approval");
    }
    if (most < 1) {
      throw new IllegalArgumentException("an approval is used at least once");
    }
  }

  /** As it goes on the wire. */
  String wire() {
    return approval + ":" + most + ":" + Math.max(0, until.getEpochSecond());
  }
}
