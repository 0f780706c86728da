package io.safeops.plan;

import io.safeops.document.Located;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The selection of the nodes on which a step is done. */
public sealed interface NodeSelector
    permits NodeSelector.Role, NodeSelector.Names, NodeSelector.Where {

  /**
   * The names of the selected nodes in the order of the inventory, without absent nodes.
   *
   * @throws EvaluationException if the condition cannot be evaluated on a node, or a name is
   *     unknown
   */
  List<String> select(Cluster cluster) throws EvaluationException;

  /** All nodes with a role. */
  record Role(String role) implements NodeSelector {
    @Override
    public List<String> select(Cluster cluster) {
      return cluster.nodes().stream()
          .filter(node -> node.absent().isEmpty() && node.hasRole(role))
          .map(Node::name)
          .toList();
    }
  }

  /** Nodes by name, each with its place in the plan. */
  record Names(List<Located<String>> names) implements NodeSelector {
    public Names {
      names = List.copyOf(names);
    }

    @Override
    public List<String> select(Cluster cluster) throws EvaluationException {
      Optional<Located<String>> unknown = unknown(cluster);
      if (unknown.isPresent()) {
        throw new EvaluationException("the inventory has no node `" + unknown.get().value() + "`");
      }
      Set<String> wanted = names.stream().map(Located::value).collect(Collectors.toSet());
      return cluster.nodes().stream()
          .filter(node -> node.absent().isEmpty() && wanted.contains(node.name()))
          .map(Node::name)
          .toList();
    }

    /** The first name of no node. */
    public Optional<Located<String>> unknown(Cluster cluster) {
      return names.stream().filter(name -> cluster.node(name.value()).isEmpty()).findFirst();
    }
  }

  /**
   * Nodes for which a condition holds.
   *
   * @param condition over {@code it}, the node
   * @param params the plan's parameters
   */
  record Where(Expression condition, Map<String, Object> params) implements NodeSelector {
    public Where {
      params = Map.copyOf(params);
    }

    @Override
    public List<String> select(Cluster cluster) throws EvaluationException {
      EvaluationBudget budget = new EvaluationBudget();
      List<String> selected = new ArrayList<>();
      Map<String, Object> variables = new HashMap<>(params);
      for (Node node : cluster.nodes()) {
        variables.put("it", node);
        if (node.absent().isEmpty() && condition.test(variables, budget)) {
          selected.add(node.name());
        }
      }
      return List.copyOf(selected);
    }
  }
}
