package io.safeops.facts.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The set of facts that are needed for a judgement. Only these are read.
 *
 * @param everywhere parts of every node, of OVN's databases, and of Neutron
 * @param nodes further parts of single nodes
 */
public record FactsScope(Set<FactsPart> everywhere, Map<String, Set<FactsPart>> nodes) {

  /** Nothing. */
  public static final FactsScope NONE = new FactsScope(Set.of(), Map.of());

  /** All facts of the whole cluster. */
  public static final FactsScope ALL = new FactsScope(EnumSet.allOf(FactsPart.class), Map.of());

  public FactsScope {
    everywhere = Collections.unmodifiableSet(FactsPart.whole(everywhere));
    Map<String, Set<FactsPart>> ofNodes = new TreeMap<>();
    for (Map.Entry<String, Set<FactsPart>> node : nodes.entrySet()) {
      Set<FactsPart> parts = FactsPart.whole(node.getValue());
      if (!FactsPart.OF_NODES.containsAll(parts)) {
        throw new IllegalArgumentException(parts + " are not parts of a node");
      }
      if (!parts.isEmpty()) {
        ofNodes.put(node.getKey(), Collections.unmodifiableSet(parts));
      }
    }
    nodes = Collections.unmodifiableMap(ofNodes);
  }

  /** These parts of everything. */
  public static FactsScope of(Collection<FactsPart> parts) {
    return new FactsScope(Set.copyOf(parts), Map.of());
  }

  /** These parts of everything. */
  public static FactsScope of(FactsPart... parts) {
    return of(List.of(parts));
  }

  /** These parts of these nodes. */
  public static FactsScope on(Collection<String> names, FactsPart... parts) {
    Map<String, Set<FactsPart>> nodes = new TreeMap<>();
    names.forEach(name -> nodes.put(name, Set.of(parts)));
    return new FactsScope(Set.of(), nodes);
  }

  /** Both together. */
  public FactsScope and(FactsScope other) {
    return union(List.of(this, other));
  }

  /** All together. */
  public static FactsScope union(Collection<FactsScope> scopes) {
    Set<FactsPart> everywhere = EnumSet.noneOf(FactsPart.class);
    Map<String, Set<FactsPart>> nodes = new TreeMap<>();
    for (FactsScope scope : scopes) {
      everywhere.addAll(scope.everywhere);
      scope.nodes.forEach(
          (node, parts) ->
              nodes.computeIfAbsent(node, any -> EnumSet.noneOf(FactsPart.class)).addAll(parts));
    }
    return new FactsScope(everywhere, nodes);
  }

  /** The same scope for these nodes only; databases and Neutron stay. */
  public FactsScope only(Collection<String> names) {
    Set<FactsPart> elsewhere = FactsPart.whole(everywhere);
    elsewhere.removeAll(FactsPart.OF_NODES);
    Map<String, Set<FactsPart>> those = new TreeMap<>();
    names.forEach(name -> those.put(name, parts(name)));
    return new FactsScope(elsewhere, those);
  }

  /** The parts that are read on a node for itself; empty if none are. */
  public Set<FactsPart> parts(String node) {
    Set<FactsPart> parts = FactsPart.whole(everywhere);
    parts.retainAll(FactsPart.OF_NODES);
    parts.addAll(nodes.getOrDefault(node, Set.of()));
    return Collections.unmodifiableSet(parts);
  }

  /** The parts that the central nodes are asked for beside their own facts. */
  public Set<FactsPart> databases() {
    Set<FactsPart> parts = FactsPart.whole(everywhere);
    parts.retainAll(FactsPart.OF_DATABASES);
    return Collections.unmodifiableSet(parts);
  }

  public boolean has(FactsPart part) {
    return everywhere.contains(part);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Whether this scope includes everything in the other one. */
  public boolean covers(FactsScope other) {
    return everywhere.containsAll(other.everywhere)
        && other.nodes.entrySet().stream()
            .allMatch(node -> parts(node.getKey()).containsAll(node.getValue()));
  }

  /** The part of this scope that is not in the other one. */
  public FactsScope without(FactsScope other) {
    Set<FactsPart> left = FactsPart.whole(everywhere);
    left.removeAll(other.everywhere);
    Map<String, Set<FactsPart>> ofNodes = new TreeMap<>();
    nodes.forEach(
        (node, parts) -> {
          Set<FactsPart> more = FactsPart.whole(parts);
          more.removeAll(other.parts(node));
          ofNodes.put(node, more);
        });
    return new FactsScope(left, ofNodes);
  }

  /** The scope as text, such as {@code northbound; c1: switch}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    everywhere.forEach(part -> words.add(part.word()));
    nodes.forEach(
        (node, parts) ->
            words.add(
                node + ": " + String.join(" ", parts.stream().map(FactsPart::word).toList())));
    return words.isEmpty() ? "nothing" : String.join("; ", words);
  }
}
