package io.safeops.facts.derive;

import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import java.util.List;

/** The functions that expressions can call on a node. */
public final class NodeFunctions {

  private NodeFunctions() {}

  /** The interface with that name, or none. */
  public static List<Nic> nicsNamed(Node node, String name) {
    return node.nic(name).stream().toList();
  }
}
