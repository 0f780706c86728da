package io.safeops.plan;

/**
 * How many nodes do a step at once.
 *
 * @param amount at least 1; of a share at most 100
 * @param percent whether it is a share of the nodes
 */
public record Serial(long amount, boolean percent) {

  public Serial {
    if (amount < 1 || (percent && amount > 100)) {
      throw new IllegalArgumentException("no such batch: " + amount + (percent ? "%" : ""));
    }
  }

  /** The size of a batch of this many nodes: at least 1. */
  public int batch(int nodes) {
    long size = percent ? nodes * amount / 100 : amount;
    return (int) Math.max(1, Math.min(size, nodes));
  }

  @Override
  public String toString() {
    return amount + (percent ? "%" : "");
  }
}
