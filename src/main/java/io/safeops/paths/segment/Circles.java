package io.safeops.paths.segment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The circles of an undirected graph, in which two things may be connected several times, and a
 * thing with itself.
 */
final class Circles {

  /**
   * A connection.
   *
   * @param what it stands for, for the caller
   */
  record Edge<T>(Object one, Object other, T what) {}

  private Circles() {}

  /**
   * The connections that are part of a circle, grouped so that circles which share a thing are in
   * one group. The time is linear.
   */
  static <T> List<List<Edge<T>>> of(List<Edge<T>> edges) {
    boolean[] inCircle = new Search(edges).inCircle();
    UnionFind groups = new UnionFind();
    for (int i = 0; i < edges.size(); i++) {
      if (inCircle[i]) {
        groups.join(edges.get(i).one(), edges.get(i).other());
      }
    }
    Map<Integer, List<Edge<T>>> circles = new HashMap<>();
    for (int i = 0; i < edges.size(); i++) {
      if (inCircle[i]) {
        circles
            .computeIfAbsent(groups.root(edges.get(i).one()), any -> new ArrayList<>())
            .add(edges.get(i));
      }
    }
    return List.copyOf(circles.values());
  }

  /**
   * Tarjan's search for bridges: an edge is in no circle if nothing below it leads back above it.
   * It keeps its own stack, because a chain of connections may be long.
   */
  private static final class Search {
    private final int[] ones;
    private final int[] others;
    private final List<List<Integer>> edgesOf = new ArrayList<>();
    private final int[] order;
    private final int[] low;
    private final boolean[] inCircle;

    Search(List<? extends Edge<?>> edges) {
      Map<Object, Integer> numbers = new HashMap<>();
      ones = new int[edges.size()];
      others = new int[edges.size()];
      for (int i = 0; i < edges.size(); i++) {
        ones[i] = number(numbers, edges.get(i).one());
        others[i] = number(numbers, edges.get(i).other());
        edgesOf.get(ones[i]).add(i);
        edgesOf.get(others[i]).add(i);
      }
      order = new int[edgesOf.size()];
      low = new int[edgesOf.size()];
      inCircle = new boolean[edges.size()];
      Arrays.fill(inCircle, true);
    }

    private int number(Map<Object, Integer> numbers, Object thing) {
      Integer known = numbers.get(thing);
      if (known != null) {
        return known;
      }
      numbers.put(thing, numbers.size());
      edgesOf.add(new ArrayList<>());
      return numbers.size() - 1;
    }

    boolean[] inCircle() {
      int clock = 0;
      int[] next = new int[order.length];
      int[] entered = new int[order.length];
      int[] stack = new int[order.length];
      for (int start = 0; start < order.length; start++) {
        if (order[start] != 0) {
          continue;
        }
        int depth = 0;
        stack[0] = start;
        entered[start] = -1;
        order[start] = low[start] = ++clock;
        while (depth >= 0) {
          int here = stack[depth];
          if (next[here] < edgesOf.get(here).size()) {
            int edge = edgesOf.get(here).get(next[here]++);
            int there = ones[edge] == here ? others[edge] : ones[edge];
            if (edge == entered[here]) {
              continue;
            }
            if (order[there] == 0) {
              order[there] = low[there] = ++clock;
              entered[there] = edge;
              stack[++depth] = there;
            } else {
              low[here] = Math.min(low[here], order[there]);
            }
          } else {
            depth--;
            if (entered[here] >= 0) {
              int above = ones[entered[here]] == here ? others[entered[here]] : ones[entered[here]];
              low[above] = Math.min(low[above], low[here]);
              inCircle[entered[here]] = low[here] <= order[above];
            }
          }
        }
      }
      return inCircle;
    }
  }
}
