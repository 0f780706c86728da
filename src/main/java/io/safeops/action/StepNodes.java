package io.safeops.action;

import io.safeops.cluster.Cluster;
import io.safeops.cluster.Node;
import java.util.ArrayList;
import java.util.List;

/** The nodes that a step is done on. */
final class StepNodes {

  private StepNodes() {}

  /**
   * Their names.
   *
   * @throws ActionException if the step names none
   */
  static List<String> named(List<String> names) throws ActionException {
    if (names.isEmpty()) {
      throw new ActionException("say on which `nodes` it is to be done");
    }
    return names;
  }

  /**
   * What is known of each.
   *
   * @throws ActionException if the step names none, or one that was not read
   */
  static List<Node> read(Cluster cluster, List<String> names) throws ActionException {
    List<Node> nodes = new ArrayList<>();
    for (String name : named(names)) {
      nodes.add(read(cluster, name));
    }
    return nodes;
  }

  /**
   * What is known of one.
   *
   * @throws ActionException if nothing was read there
   */
  static Node read(Cluster cluster, String name) throws ActionException {
    Node node =
        cluster.node(name).orElseThrow(() -> new ActionException("there is no node " + name));
    if (!node.isRead()) {
      throw new ActionException("node " + name + " was not read");
    }
    return node;
  }
}
