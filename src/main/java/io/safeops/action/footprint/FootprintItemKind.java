package io.safeops.action.footprint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of {@link FootprintItem}, in the order in which a footprint holds them. */
public enum FootprintItemKind {
  SWITCH,
  PHYSNET,
  BRIDGE,
  COMPONENT,
  HOST,
  PORT,
  CHASSIS,
  ROUTER,
  NETWORK,
  ROW;

  /** The word that {@link FootprintCodec} writes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<FootprintItemKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
