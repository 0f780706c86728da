package io.safeops.paths.segment;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Things that are joined into sets. Every operation takes near-constant time. */
final class UnionFind {

  private final Map<Object, Integer> numbers = new HashMap<>();
  private int[] parents = new int[64];

  /** The number of the set that has the thing. It changes when sets are joined. */
  int root(Object thing) {
    int number = numbers.computeIfAbsent(thing, any -> add());
    while (parents[number] != number) {
      parents[number] = parents[parents[number]];
      number = parents[number];
    }
    return number;
  }

  private int add() {
    int number = numbers.size();
    if (number == parents.length) {
      parents = Arrays.copyOf(parents, number * 2);
    }
    parents[number] = number;
    return number;
  }

  void join(Object one, Object other) {
    // Path halving alone is O(log n) per operation, whatever the order of the joins. Both roots
    // come
    // first: a new thing may replace the array.
    int root = root(one);
    int above = root(other);
    parents[root] = above;
  }
}
