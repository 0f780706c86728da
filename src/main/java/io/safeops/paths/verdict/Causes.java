package io.safeops.paths.verdict;

import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the hops that explain others. */
final class Causes {
  private final Map<String, Hop> known = new HashMap<>();
  private final Map<String, Hop> faulty = new LinkedHashMap<>();
  private final Map<String, Set<String>> roots = new HashMap<>();
  private final Map<String, List<Path>> using = new LinkedHashMap<>();
  private final Map<String, Set<String>> follows = new HashMap<>();

  Causes(List<Path> paths) {
    for (Path path : paths) {
      for (Hop hop : path.hops()) {
        if (hop.answer() != Answer.WORKS) {
          known.merge(hop.key(), hop, (a, b) -> b.answer().isWorse(a.answer()) ? b : a);
        }
        if (hop.answer().isFault()) {
          faulty.merge(hop.key(), hop, (a, b) -> b.answer().isWorse(a.answer()) ? b : a);
        }
      }
    }
    for (Path path : paths) {
      Set<String> explaining = new LinkedHashSet<>();
      for (Hop hop : path.hops()) {
        if (hop.answer().isFault()) {
          explaining.addAll(rootsOf(hop.key()));
        }
      }
      for (String root : explaining) {
        using.computeIfAbsent(root, any -> new ArrayList<>()).add(path);
      }
    }
    for (String key : faulty.keySet()) {
      for (String root : rootsOf(key)) {
        if (!root.equals(key)) {
          follows.computeIfAbsent(root, any -> new HashSet<>()).add(key);
        }
      }
    }
  }

  /** The hops that explain a hop: itself, if no cause of it is faulty. */
  Set<String> rootsOf(String key) {
    Set<String> known = roots.get(key);
    if (known != null) {
      return known;
    }
    // A cycle of causes ends at itself.
    roots.put(key, Set.of(key));
    Set<String> found = new LinkedHashSet<>();
    Hop hop = faulty.get(key);
    if (hop == null) {
      return Set.of(key);
    }
    for (String cause : hop.causes()) {
      Hop explaining = faulty.get(cause);
      if (!cause.equals(key) && explaining != null && explains(explaining, hop)) {
        found.addAll(rootsOf(cause));
      }
    }
    Set<String> result = found.isEmpty() ? Set.of(key) : Set.copyOf(found);
    roots.put(key, result);
    return result;
  }

  /** What is not known does not explain what is known to be broken. */
  private static boolean explains(Hop cause, Hop hop) {
    return cause.answer() != Answer.UNKNOWN || hop.answer() == Answer.UNKNOWN;
  }

  /** The hop with that key that does not work, or passes less. */
  Hop hop(String key) {
    Hop hop = known.get(key);
    if (hop == null) {
      throw new IllegalArgumentException("no hop " + key);
    }
    return hop;
  }

  /** Whether a hop does not work, and was better in that earlier picture. */
  boolean isNew(String key, Causes earlier) {
    Hop now = faulty.get(key);
    Hop was = earlier.faulty.get(key);
    return now != null && (was == null || now.answer().isWorse(was.answer()));
  }

  List<HopFault> faults() {
    return faulty.entrySet().stream()
        .filter(each -> using.containsKey(each.getKey()))
        .map(
            each ->
                ClusterPaths.fault(
                    each.getValue(),
                    using.getOrDefault(each.getKey(), List.of()),
                    follows.getOrDefault(each.getKey(), Set.of()).size()))
        .sorted(
            Comparator.comparing((HopFault each) -> each.hop().answer())
                .thenComparing(HopFault::paths)
                .reversed()
                .thenComparing(HopFault::id))
        .toList();
  }
}
