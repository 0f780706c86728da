package io.safeops.action;

/** Something of that name on that node: a bridge, an interface, a component. */
public record OnNode(String node, String name) implements Comparable<OnNode> {

  @Override
  public int compareTo(OnNode other) {
    int byNode = node.compareTo(other.node);
    return byNode != 0 ? byNode : name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return node + ":" + name;
  }
}
