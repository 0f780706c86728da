package io.safeops.action;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;

/** Looks up the nodes that a step is done on. */
public final class StepNodes {

  private StepNodes() {}

  /**
   * Their names.
   *
   * @throws ActionException if the step names none
   */
  public static List<String> named(List<String> names) throws ActionException {
    if (names.isEmpty()) {
      throw new ActionException("give `nodes`: the nodes that the step is done on");
    }
    return names;
  }

  /**
   * The facts of each node.
   *
   * @throws ActionException if the step names no node, or one whose facts were not read
   */
  public static List<Node> read(Cluster cluster, List<String> names) throws ActionException {
    List<Node> nodes = new ArrayList<>();
    for (String name : named(names)) {
      nodes.add(read(cluster, name));
    }
    return nodes;
  }

  /**
   * The facts of one node.
   *
   * @throws ActionException if the facts of the node were not read
   */
  public static Node read(Cluster cluster, String name) throws ActionException {
    Node node =
        cluster
            .node(name)
            .orElseThrow(() -> ActionException.about("node", name, "there is no node " + name));
    if (!node.isRead()) {
      throw new ActionException("node " + name + " was not read");
    }
    return node;
  }
}
