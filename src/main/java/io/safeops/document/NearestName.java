package io.safeops.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a misspelt name probably stands for. */
public final class NearestName {

  private static final int MAX_LENGTH = 100;

  private NearestName() {}

  /** The nearest known name, if the difference is small enough for a typing error. */
  public static Optional<String> to(String written, Collection<String> known) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int most = Math.max(1, written.length() / 3);
    return known.stream()
        .filter(name -> distance(written, name) <= most)
        .min(
            Comparator.<String>comparingInt(name -> distance(written, name))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** {@code , did you mean `x`?}; all known names if there are at most 12; or an empty text. */
  public static String hint(String written, Collection<String> known) {
    Optional<String> nearest = to(written, known);
    if (nearest.isPresent()) {
      return ", did you mean `" + nearest.get() + "`?";
    }
    return known.isEmpty() || known.size() > 12
        ? ""
        : ", expected one of " + String.join(", ", known.stream().sorted().toList());
  }

  /** The number of letters to insert, remove, change or swap with a neighbour; ignores case. */
  private static int distance(String a, String b) {
    String x = a.toLowerCase(Locale.ROOT);
    String y = b.toLowerCase(Locale.ROOT);
    int[][] d = new int[x.length() + 1][y.length() + 1];
    for (int i = 0; i <= x.length(); i++) {
      for (int j = 0; j <= y.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = d[i - 1][j - 1] + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && x.charAt(i - 1) == y.charAt(j - 2)
                && x.charAt(i - 2) == y.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[x.length()][y.length()];
  }
}
