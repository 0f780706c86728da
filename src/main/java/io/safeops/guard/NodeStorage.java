package io.safeops.guard;

import java.util.Locale;

/** On what a guard keeps its state directory; its word is the name in lower case. */
public enum NodeStorage {
  /** On a disk of the node. */
  LOCAL,
  /** On a device behind the network. */
  NETWORK,
  /** It is lost at a reboot. */
  VOLATILE,
  /** The guard does not say, or says something else. */
  UNKNOWN;

  static NodeStorage of(String word) {
    for (NodeStorage known : values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(word)) {
        return known;
      }
    }
    return UNKNOWN;
  }
}
