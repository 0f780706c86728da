package io.safeops.action;

import io.safeops.cluster.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The part of the cluster that an action reads or writes: drift and "restored" are judged on it.
 *
 * @param switches logical switches, with their ports and the chassis these are bound on
 * @param physnets provider networks: every localnet on them and every mapping of them
 * @param bridges OVS bridges, with their ports, the interfaces behind these and the management path
 *     through them
 * @param components by name, per node
 */
public record Footprint(
    List<String> switches, List<String> physnets, List<OnNode> bridges, List<OnNode> components) {

  public static final Footprint EMPTY = new Footprint(List.of(), List.of(), List.of(), List.of());

  public Footprint {
    switches = List.copyOf(new TreeSet<>(switches));
    physnets = List.copyOf(new TreeSet<>(physnets));
    bridges = List.copyOf(new TreeSet<>(bridges));
    components = List.copyOf(new TreeSet<>(components));
  }

  /** Both together: the footprint of a plan is that of all its steps. */
  public Footprint and(Footprint other) {
    return new Footprint(
        joined(switches, other.switches),
        joined(physnets, other.physnets),
        joined(bridges, other.bridges),
        joined(components, other.components));
  }

  /**
   * What differs within the footprint, one line of words each; empty when nothing does. Rows are
   * compared by content, not by UUID; counters, OpenFlow port numbers and times are left out.
   */
  public List<String> diff(Cluster before, Cluster after) {
    return FootprintDiff.of(this, before, after);
  }

  private static <T> List<T> joined(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
