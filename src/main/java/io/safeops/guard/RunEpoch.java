package io.safeops.guard;

import java.util.regex.Pattern;

/**
 * The sender of a request to a guard: a run and one of its coordinators.
 *
 * @param run the run's id, lower-case letters, digits and dashes, at most 64
 * @param epoch 1 for the run process, higher for a coordinator that took over
 * @param nonce a random word of the coordinator, which tells apart two with the same epoch
 */
public record RunEpoch(String run, long epoch, String nonce) {

  private static final Pattern RUN = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final Pattern NONCE = Pattern.compile("[a-z0-9]{4,32}");

  public RunEpoch {
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("not a run id: " + run);
    }
    if (epoch < 1 || !NONCE.matcher(nonce).matches()) {
      throw new IllegalArgumentException("not an epoch: " + epoch + " " + nonce);
    }
  }
}
