package io.safeops.action;

/** Something of that name on that node: a bridge, an interface, a component. */
public record NodeItem(String node, String name) implements Comparable<NodeItem> {

  @Override
  public int compareTo(NodeItem other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return node + ":" + name;
  }
}
