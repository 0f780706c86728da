package io.safeops.facts.file;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Constants of enums as files of facts write them: {@code survives-reboot}. An enum that may be
 * unknown has a constant {@code UNKNOWN}, which stands for what a file does not say and for words
 * of a newer safeops.
 */
final class EnumWords {

  private static final String UNKNOWN = "UNKNOWN";

  private EnumWords() {}

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether a file leaves it out. */
  static boolean isUnknown(Enum<?> constant) {
    return constant.name().equals(UNKNOWN);
  }

  static List<String> words(Class<?> type) {
    return constants(type).stream().map(EnumWords::word).toList();
  }

  static Optional<Enum<?>> of(Class<?> type, String word) {
    return constants(type).stream()
        .filter(constant -> word(constant).equals(word))
        .findFirst()
        .or(() -> unknown(type));
  }

  /** What it is where a file does not say; empty where it must. */
  static Optional<Enum<?>> unknown(Class<?> type) {
    return constants(type).stream().filter(EnumWords::isUnknown).findFirst();
  }

  private static List<Enum<?>> constants(Class<?> type) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants()).<Enum<?>>map(each -> (Enum<?>) each).toList()
        : List.of();
  }
}
