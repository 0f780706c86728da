package io.safeops.approval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a run is confirmed that an approval covers. */
public enum ConfirmMode {
  /** By the code that a node shows, as every run. */
  CODE,
  /** By itself, after the hold. */
  HOLD;

  /** As an approval and the command line write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(ConfirmMode::word).toList();
  }

  /** The mode with this word. */
  public static Optional<ConfirmMode> of(String word) {
    return Arrays.stream(values()).filter(mode -> mode.word().equals(word)).findFirst();
  }
}
