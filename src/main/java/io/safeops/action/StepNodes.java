package io.safeops.action;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;

/** The nodes that a step is done on. */
public final class StepNodes {

  private StepNodes() {}

  /**
   * Their names.
   *
   * @throws ActionException if the step names none
   */
  public static List<String> named(List<String> names) throws ActionException {
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
  public static List<Node> read(Cluster cluster, List<String> names) throws ActionException {
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
  public static Node read(Cluster cluster, String name) throws ActionException {
    Node node =
        cluster.node(name).orElseThrow(() -> new ActionException("there is no node " + name));
    if (!node.isRead()) {
      throw new ActionException("node " + name + " was not read");
    }
    return node;
  }
}
