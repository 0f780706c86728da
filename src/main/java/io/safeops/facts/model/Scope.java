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
 * Which facts somebody judges, and so which are read: what is not in it is not read.
 *
 * @param everywhere parts of every node, of OVN's databases, and of Neutron
 * @param nodes parts of single nodes beside that
 */
public record Scope(Set<Part> everywhere, Map<String, Set<Part>> nodes) {

  /** Nothing. */
  public static final Scope NONE = new Scope(Set.of(), Map.of());

  /** All facts of the whole cluster. */
  public static final Scope ALL = new Scope(EnumSet.allOf(Part.class), Map.of());

  public Scope {
    everywhere = Collections.unmodifiableSet(Part.whole(everywhere));
    Map<String, Set<Part>> ofNodes = new TreeMap<>();
    for (Map.Entry<String, Set<Part>> node : nodes.entrySet()) {
      Set<Part> parts = Part.whole(node.getValue());
      if (!Part.OF_NODES.containsAll(parts)) {
        throw new IllegalArgumentException(parts + " are not parts of a node");
      }
      if (!parts.isEmpty()) {
        ofNodes.put(node.getKey(), Collections.unmodifiableSet(parts));
      }
    }
    nodes = Collections.unmodifiableMap(ofNodes);
  }

  /** These parts of everything. */
  public static Scope of(Collection<Part> parts) {
    return new Scope(Set.copyOf(parts), Map.of());
  }

  /** These parts of everything. */
  public static Scope of(Part... parts) {
    return of(List.of(parts));
  }

  /** These parts of these nodes. */
  public static Scope on(Collection<String> names, Part... parts) {
    Map<String, Set<Part>> nodes = new TreeMap<>();
    names.forEach(name -> nodes.put(name, Set.of(parts)));
    return new Scope(Set.of(), nodes);
  }

  /** Both together. */
  public Scope and(Scope other) {
    return union(List.of(this, other));
  }

  /** All together. */
  public static Scope union(Collection<Scope> scopes) {
    Set<Part> everywhere = EnumSet.noneOf(Part.class);
    Map<String, Set<Part>> nodes = new TreeMap<>();
    for (Scope scope : scopes) {
      everywhere.addAll(scope.everywhere);
      scope.nodes.forEach(
          (node, parts) ->
              nodes.computeIfAbsent(node, any -> EnumSet.noneOf(Part.class)).addAll(parts));
    }
    return new Scope(everywhere, nodes);
  }

  /** Of nodes only these; databases and Neutron as before. */
  public Scope only(Collection<String> names) {
    Set<Part> elsewhere = Part.whole(everywhere);
    elsewhere.removeAll(Part.OF_NODES);
    Map<String, Set<Part>> those = new TreeMap<>();
    names.forEach(name -> those.put(name, parts(name)));
    return new Scope(elsewhere, those);
  }

  /** What is read on a node for itself; empty where it is not asked for that. */
  public Set<Part> parts(String node) {
    Set<Part> parts = Part.whole(everywhere);
    parts.retainAll(Part.OF_NODES);
    parts.addAll(nodes.getOrDefault(node, Set.of()));
    return Collections.unmodifiableSet(parts);
  }

  /** What is asked of the central nodes beside their own facts. */
  public Set<Part> databases() {
    Set<Part> parts = Part.whole(everywhere);
    parts.retainAll(Part.OF_DATABASES);
    return Collections.unmodifiableSet(parts);
  }

  public boolean has(Part part) {
    return everywhere.contains(part);
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Whether all that the other needs is in this one. */
  public boolean covers(Scope other) {
    return everywhere.containsAll(other.everywhere)
        && other.nodes.entrySet().stream()
            .allMatch(node -> parts(node.getKey()).containsAll(node.getValue()));
  }

  /** What is in this one and not in the other. */
  public Scope without(Scope other) {
    Set<Part> left = Part.whole(everywhere);
    left.removeAll(other.everywhere);
    Map<String, Set<Part>> ofNodes = new TreeMap<>();
    nodes.forEach(
        (node, parts) -> {
          Set<Part> more = Part.whole(parts);
          more.removeAll(other.parts(node));
          ofNodes.put(node, more);
        });
    return new Scope(left, ofNodes);
  }

  /** In words: {@code northbound; c1: switch}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    everywhere.forEach(part -> words.add(part.word()));
    nodes.forEach(
        (node, parts) ->
            words.add(node + ": " + String.join(" ", parts.stream().map(Part::word).toList())));
    return words.isEmpty() ? "nothing" : String.join("; ", words);
  }
}
