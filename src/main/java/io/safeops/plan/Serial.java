package io.safeops.plan;

/**
 * The number of nodes that do a step at the same time.
 *
 * @param amount the number of nodes or the percentage: at least 1; a percentage is at most 100
 * @param percent whether {@code amount} is a percentage of the nodes
 */
public record Serial(long amount, boolean percent) {

  public Serial {
    if (amount < 1 || (percent && amount > 100)) {
      throw new IllegalArgumentException("no such batch: " + amount + (percent ? "%" : ""));
    }
  }

  /** The batch size for a step on this many nodes: at least 1. */
  public int batch(int nodes) {
    long size = percent ? nodes * amount / 100 : amount;
    return (int) Math.max(1, Math.min(size, nodes));
  }

  @Override
  public String toString() {
    return amount + (percent ? "%" : "");
  }
}
