package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.Feasible;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import java.util.List;

/** The effect of one command line on the facts. */
@FunctionalInterface
public interface LineEffect {

  /** The effect of a command that only shows something. */
  LineEffect NONE = before -> before;

  /**
   * The facts afterwards, once OVN has followed.
   *
   * @throws ActionException if the command would fail: it names something that does not exist
   */
  Cluster after(Cluster before) throws ActionException;

  /** The facts afterwards; unchanged if the command would fail. */
  default Cluster or(Cluster before) {
    return Feasible.or(before, () -> after(before));
  }

  /** An effect on each of some nodes; those whose facts were not read stay as they are. */
  static LineEffect onNodes(List<String> nodes, NodeEffect effect) {
    return before -> {
      Cluster after = before;
      for (String name : nodes) {
        Cluster now = after;
        boolean read = now.node(name).filter(Node::isRead).isPresent();
        after = read ? Feasible.or(now, () -> effect.after(now, name)) : now;
      }
      return after;
    };
  }

  /** An effect on one node. */
  @FunctionalInterface
  interface NodeEffect {
    /**
     * The facts afterwards.
     *
     * @throws ActionException if the command would fail there
     */
    Cluster after(Cluster before, String node) throws ActionException;
  }
}
