package io.safeops.document;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Checks in the constructors of fact records, so that later code need not check again. */
public final class Preconditions {

  /** Longest accepted name in characters; no name that OVN, OVS or Linux gives is longer. */
  static final int NAME_LENGTH = 255;

  private Preconditions() {}

  /** Checks a name: not empty, at most {@value #NAME_LENGTH} characters, no control character. */
  public static String name(String what, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(what + " is empty");
    }
    if (value.length() > NAME_LENGTH) {
      throw new IllegalArgumentException(what + " is longer than " + NAME_LENGTH + " characters");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " holds a control character");
    }
    return value;
  }

  public static String oneOf(String what, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new IllegalArgumentException(
          what + " is `" + value + "`, not one of " + String.join(", ", allowed));
    }
    return value;
  }

  public static long between(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " is " + value + ", not " + least + " to " + most);
    }
    return value;
  }

  /** An immutable copy, sorted by key, so that facts are always printed in the same order. */
  public static <V> Map<String, V> sorted(Map<String, V> map) {
    return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
