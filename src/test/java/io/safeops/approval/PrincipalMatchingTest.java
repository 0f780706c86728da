package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** People are counted, and not keys. */
class PrincipalMatchingTest {

  /** In words: {@code key: principals; key: principals}. */
  private static Map<String, Set<String>> keys(String text) {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (String each : text.isEmpty() ? new String[0] : text.split("; ")) {
      String[] parts = each.split(": ");
      keys.put(parts[0], new TreeSet<>(List.of(parts[1].split(" "))));
    }
    return keys;
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "k1: alice, 1",
    // One key under two principals.
    "k1: alice bob, 1",
    // Two keys of one principal.
    "k1: alice; k2: alice, 1",
    "k1: alice; k2: bob, 2",
    "k1: alice bob; k2: alice bob, 2",
    // The first key must leave its first principal to the second one.
    "k1: alice bob; k2: alice, 2",
    "k1: alice bob; k2: bob carol; k3: alice, 3",
    "k1: alice bob carol; k2: alice bob; k3: alice; k4: alice, 3",
    "k1: alice; k2: alice; k3: alice bob, 2",
    "k1: alice bob; k2: alice bob; k3: alice bob, 2",
    // A chain: each key has to move by one.
    "k1: a b; k2: b c; k3: c d; k4: d e; k5: a, 5"
  })
  void theLargestNumberIsFound(String text, int expected) {
    assertThat(PrincipalMatching.of(keys(text))).hasSize(expected);
  }

  @Test
  void itIsTheLargestOfAllChoices() {
    Random random = new Random(1);
    for (int trial = 0; trial < 500; trial++) {
      Map<String, Set<String>> keys = new TreeMap<>();
      int count = random.nextInt(6);
      for (int k = 0; k < count; k++) {
        Set<String> principals = new TreeSet<>();
        for (int p = 0; p < 5; p++) {
          if (random.nextInt(3) == 0) {
            principals.add("p" + p);
          }
        }
        keys.put("k" + k, principals);
      }
      assertThat(PrincipalMatching.of(keys))
          .as("%s", keys)
          .hasSize(best(new ArrayList<>(keys.values()), new TreeSet<>()));
    }
  }

  /** By trying everything. */
  private static int best(List<Set<String>> keys, Set<String> taken) {
    if (keys.isEmpty()) {
      return 0;
    }
    List<Set<String>> rest = keys.subList(1, keys.size());
    int most = best(rest, taken);
    for (String principal : keys.get(0)) {
      if (!taken.contains(principal)) {
        Set<String> more = new TreeSet<>(taken);
        more.add(principal);
        most = Math.max(most, 1 + best(rest, more));
      }
    }
    return most;
  }
}
