package io.safeops.inventory;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What may fail while an out-of-band path still works. Facts refute a false claim. */
public enum FailureDomain {
  /** The network interface that the change is made on. */
  NIC,
  /** The network that the node's interfaces are on. */
  LAN;

  /** As inventories write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Stream.of(values()).map(FailureDomain::word).toList();
  }

  static Optional<FailureDomain> of(String word) {
    return Stream.of(values()).filter(value -> value.word().equals(word)).findFirst();
  }
}
