package io.safeops.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part that may fail while an out-of-band path still works. Facts can refute a false claim. */
public enum FailureDomain {
  /** The network interface that is changed. */
  NIC,
  /** The network to which the node's interfaces are connected. */
  LAN;

  /** The keyword in an inventory. */
  public String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> keywords() {
    return Stream.of(values()).map(FailureDomain::keyword).toList();
  }

  static Optional<FailureDomain> of(String word) {
    return Stream.of(values()).filter(value -> value.keyword().equals(word)).findFirst();
  }
}
