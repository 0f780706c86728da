package io.safeops.action;

import io.safeops.action.footprint.Footprint;
import io.safeops.action.row.RowLosses;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Everything needed to do one action on one cluster. */
public sealed interface Operation permits OnNodes, ThroughApi, Refused {

  /** The expectations that must hold afterwards, in order. */
  List<Expectation> expect();

  /** The footprint: rules, the drift check and the verdict "restored" look at it. */
  Footprint footprint();

  /** The same operation with other expectations. */
  Operation expecting(List<Expectation> other);

  /** The nodes that decide whether the change stays. */
  List<String> voters();

  /** The nodes that have a script to protect themselves. */
  default Set<String> withLocalPart() {
    return Set.of();
  }

  /** The nodes that make no change, but have a script to protect themselves. */
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

  /** The database queries of its scripts, by node. Each is tried before the node is armed. */
  default Map<String, List<DatabaseQuestion>> asks() {
    return Map.of();
  }

  /**
   * What would be lost for good with the rows that it deletes. If anything would be, the script
   * that makes the change refuses.
   */
  default RowLosses losses() {
    return RowLosses.NONE;
  }

  /** The change that the run itself makes once all nodes have done their part. */
  default Optional<ApiChange> api() {
    return Optional.empty();
  }

  /** Calls the function for this kind of operation and returns its result. */
  <T> T match(
      Function<OnNodes, T> onNodes, Function<ThroughApi, T> throughApi, Function<Refused, T> no);

  static OnNodes.Builder onNodes() {
    return new OnNodes.Builder();
  }
}
