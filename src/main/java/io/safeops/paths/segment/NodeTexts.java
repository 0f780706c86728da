package io.safeops.paths.segment;

import io.safeops.facts.derive.ShortenedList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Statements, each with the nodes for which it is true. */
final class NodeTexts {

  private final SortedMap<String, SortedSet<String>> nodes = new TreeMap<>();

  /**
   * @param on none, if the statement is not about nodes
   */
  void add(String statement, Collection<String> on) {
    nodes.computeIfAbsent(statement, any -> new TreeSet<>()).addAll(on);
  }

  void addAll(NodeTexts others) {
    others.nodes.forEach(this::add);
  }

  /** The statements with their nodes, of which only the first are named; sorted. */
  List<String> texts() {
    return nodes.entrySet().stream().map(NodeTexts::text).toList();
  }

  /** All nodes of all statements. */
  List<String> allNodes() {
    SortedSet<String> all = new TreeSet<>();
    nodes.values().forEach(all::addAll);
    return List.copyOf(all);
  }

  private static String text(Map.Entry<String, SortedSet<String>> entry) {
    SortedSet<String> on = entry.getValue();
    return on.isEmpty()
        ? entry.getKey()
        : entry.getKey() + ", on " + String.join(", ", ShortenedList.of(on.stream(), on.size()));
  }
}
