package io.safeops.approval;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How many principals have signed: the largest number of pairs of a key and a principal who may use
 * it, such that no key and no principal is in two pairs. A key that is listed under two principals
 * counts once, and so do two keys of one principal. Choosing pairs one after the other could find
 * too few.
 */
final class PrincipalMatching {

  private final Map<String, Set<String>> principalsOfKeys;
  private final Map<String, String> keyOfPrincipal = new TreeMap<>();

  private PrincipalMatching(Map<String, Set<String>> principalsOfKeys) {
    this.principalsOfKeys = new TreeMap<>(principalsOfKeys);
  }

  /**
   * The principals of one such choice, sorted.
   *
   * @param principalsOfKeys who may use each key that has signed
   */
  static SortedSet<String> of(Map<String, Set<String>> principalsOfKeys) {
    PrincipalMatching matching = new PrincipalMatching(principalsOfKeys);
    matching.principalsOfKeys.keySet().forEach(key -> matching.place(key, new HashSet<>()));
    return Collections.unmodifiableSortedSet(new TreeSet<>(matching.keyOfPrincipal.keySet()));
  }

  /** Finds a principal for a key; other keys may have to take another principal for it. */
  private boolean place(String key, Set<String> tried) {
    for (String principal : new TreeSet<>(principalsOfKeys.getOrDefault(key, Set.of()))) {
      if (!tried.add(principal)) {
        continue;
      }
      Optional<String> other = Optional.ofNullable(keyOfPrincipal.get(principal));
      if (other.isEmpty() || place(other.get(), tried)) {
        keyOfPrincipal.put(principal, key);
        return true;
      }
    }
    return false;
  }
}
