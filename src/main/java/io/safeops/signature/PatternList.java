package io.safeops.signature;

import java.util.List;

/**
 * A list of patterns as in ssh_config(5), section PATTERNS: {@code *} stands for any characters,
 * {@code ?} for one, and a name that fits a pattern with {@code !} does not fit the list. Works as
 * match_pattern_list in OpenSSH's match.c.
 *
 * @param patterns each with its {@code !}, if it has one
 */
record PatternList(List<String> patterns) {

  /** Longest pattern and name: none that people give is longer. */
  static final int MOST_CHARACTERS = 255;

  PatternList {
    patterns = List.copyOf(patterns);
  }

  /** The elements of a text that are separated by commas; empty ones too. */
  static PatternList of(String text) {
    return new PatternList(List.of(text.split(",", -1)));
  }

  boolean matches(String name) {
    boolean matched = false;
    for (String pattern : patterns) {
      boolean negated = isNegated(pattern);
      if (fits(negated ? pattern.substring(1) : pattern, name)) {
        if (negated) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  /** The elements without {@code !} that the list matches, as they are written. */
  List<String> names() {
    return patterns.stream().filter(each -> !isNegated(each)).filter(this::matches).toList();
  }

  static boolean isNegated(String pattern) {
    return pattern.startsWith("!");
  }

  static boolean hasWildcard(String pattern) {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  /**
   * Whether a text can be one name in such a list: printable ASCII, in which names that look the
   * same are the same, and nothing that has a meaning in a list.
   */
  static boolean isName(String text) {
    return isElement(text) && !isNegated(text) && !hasWildcard(text);
  }

  /** Whether a text can be one element, a name or a pattern. */
  static boolean isElement(String text) {
    String pattern = isNegated(text) ? text.substring(1) : text;
    return !pattern.isEmpty()
        && pattern.length() <= MOST_CHARACTERS
        && !isNegated(pattern)
        && pattern.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ',' && c != '"');
  }

  private static boolean fits(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int resume = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        resume = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++resume;
      } else {
        return false;
      }
    }
    return pattern.chars().skip(p).allMatch(c -> c == '*');
  }
}
