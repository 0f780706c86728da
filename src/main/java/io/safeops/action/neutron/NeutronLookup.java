package io.safeops.action.neutron;

import io.safeops.action.ActionException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Finds the Neutron routers and networks that a plan names, by id or by name, in the facts. */
final class NeutronLookup {

  private NeutronLookup() {}

  /**
   * The facts read from Neutron.
   *
   * @throws ActionException if Neutron was not read
   */
  static Neutron asked(Cluster cluster) throws ActionException {
    Neutron neutron =
        cluster
            .neutron()
            .orElseThrow(
                () ->
                    new ActionException(
                        "the inventory does not say how to reach Neutron: add" + " `openstack`"));
    if (neutron.problem().isPresent()) {
      throw new ActionException("Neutron was not read: " + neutron.problem().get());
    }
    return neutron;
  }

  static NeutronRouter router(Cluster cluster, String named) throws ActionException {
    return one("router", asked(cluster).routers(), named, NeutronRouter::id, NeutronRouter::name);
  }

  static NeutronNetwork network(Cluster cluster, String named) throws ActionException {
    return one(
        "network", asked(cluster).networks(), named, NeutronNetwork::id, NeutronNetwork::name);
  }

  private static <T> T one(
      String what, List<T> all, String named, Function<T, String> id, Function<T, String> name)
      throws ActionException {
    Optional<T> byId = all.stream().filter(each -> id.apply(each).equals(named)).findFirst();
    if (byId.isPresent()) {
      return byId.get();
    }
    List<T> byName = all.stream().filter(each -> name.apply(each).equals(named)).toList();
    if (byName.size() > 1) {
      throw new ActionException(
          byName.size()
              + " "
              + what
              + "s are named "
              + named
              + ": give the id, "
              + byName.stream().map(id).collect(Collectors.joining(" or ")));
    }
    if (byName.isEmpty()) {
      String there = all.stream().map(name).sorted().limit(20).collect(Collectors.joining(", "));
      throw ActionException.about(
          what,
          named,
          "Neutron knows no "
              + what
              + " "
              + named
              + "; there "
              + (all.isEmpty() ? "is none" : "are: " + there + (all.size() > 20 ? ", ..." : "")));
    }
    return byName.get(0);
  }

  /**
   * The node that is armed for a change of Neutron. It is the same node as for a change of the
   * Northbound, which Neutron writes, so that two such runs exclude each other.
   *
   * @throws ActionException if no node was read
   */
  static String node(Cluster cluster) throws ActionException {
    Optional<String> northbound = cluster.northbound().map(DatabaseStatus::node);
    return northbound
        .or(() -> cluster.nodes().stream().filter(Node::isRead).map(Node::name).findFirst())
        .orElseThrow(() -> new ActionException("no node can be armed: none was read"));
  }
}
