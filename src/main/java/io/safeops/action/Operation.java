package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.row.RowLosses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** What it takes to do one action on one cluster. */
public sealed interface Operation permits OnNodes, ThroughApi, Refused {

  /** What must hold afterwards, in order. */
  List<Expectation> expect();

  /** What rules, drift and "restored" look at. */
  Footprint footprint();

  /** With other things to expect of it. */
  Operation expecting(List<Expectation> other);

  /** The nodes that decide whether the change stays. */
  List<String> voters();

  /** The nodes that have a part of their own against being hurt. */
  default Set<String> withLocalPart() {
    return Set.of();
  }

  /** The nodes that are only hurt, and have a part of their own against it. */
  default List<String> softNodes() {
    TreeSet<String> soft = new TreeSet<>(withLocalPart());
    voters().forEach(soft::remove);
    return List.copyOf(soft);
  }

  /** Every node that takes part. */
  default Set<String> nodes() {
    TreeSet<String> nodes = new TreeSet<>(voters());
    nodes.addAll(withLocalPart());
    return nodes;
  }

  /** Why it cannot be undone. */
  default Optional<String> irreversible() {
    return Optional.empty();
  }

  /** What its scripts ask of databases, by node, to be tried before it is armed. */
  default Map<String, List<DatabaseQuestion>> asks() {
    return Map.of();
  }

  /** What goes for good with the rows that it deletes; then the act itself refuses. */
  default RowLosses losses() {
    return RowLosses.NONE;
  }

  /** What the run itself does once all nodes have done their part. */
  default Optional<ApiChange> api() {
    return Optional.empty();
  }

  /** What one of the three gives, whichever it is. */
  <T> T match(
      Function<OnNodes, T> onNodes, Function<ThroughApi, T> throughApi, Function<Refused, T> no);

  static OnNodes.Builder onNodes() {
    return new OnNodes.Builder();
  }
}
