package io.safeops.guard;

import java.util.regex.Pattern;

/**
 * Who speaks to a guard: the run, and which coordinator of it.
 *
 * @param run the run's id, lower-case letters, digits and dashes, at most 64
 * @param epoch 1 for the run process, higher for whoever took over
 * @param nonce random word of the coordinator: two with the same epoch number are still told apart
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
