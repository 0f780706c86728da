package io.safeops.run.coordinate;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardReply;
import io.safeops.guard.NodeKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who takes part in a run, as its nodes tell. Each was told the whole list when it was armed, so
 * all lists are the same; where they differ, nobody knows which one is right. The list of a node
 * proves which other nodes take part; whether a node decides, only that node tells.
 */
public final class Participants {

  private final Map<String, Map<String, NodeKind>> lists = new LinkedHashMap<>();
  private final List<String> contradictions = new ArrayList<>();

  /** Takes in the answer of a node. */
  public void accept(String node, GuardReply reply) {
    try {
      Map<String, NodeKind> list = reply.nodes();
      Optional<NodeKind> own = reply.kind();
      if (list.isEmpty() && own.isEmpty()) {
        return;
      }
      lists.put(node, list);
      if (own.isEmpty() || own.get() != list.get(node)) {
        contradictions.add(
            node
                + " says that it is "
                + own.map(kind -> "a node that " + role(kind)).orElse("no part of the run")
                + ", and lists "
                + text(list));
      }
    } catch (GuardException nonsense) {
      contradictions.add(node + ": " + nonsense.getMessage());
    }
  }

  /** Whether no node that answered was armed. */
  public boolean isEmpty() {
    return lists.isEmpty() && contradictions.isEmpty();
  }

  /** Every node that is on some list. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    lists.values().forEach(list -> names.addAll(list.keySet()));
    return names;
  }

  /** The list that all nodes agree on. */
  public Map<String, NodeKind> agreed() {
    return lists.values().iterator().next();
  }

  /** How the nodes disagree; empty when they agree. */
  public Optional<String> disagreement() {
    List<String> all = new ArrayList<>(contradictions);
    if (Set.copyOf(lists.values()).size() > 1) {
      lists.forEach((node, list) -> all.add(node + " lists " + text(list)));
    } else if (!lists.isEmpty() && !agreed().containsValue(NodeKind.VOTER)) {
      all.add("no listed node decides");
    }
    return all.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", all));
  }

  private static String text(Map<String, NodeKind> list) {
    return list.entrySet().stream()
        .map(node -> node.getKey() + " (" + role(node.getValue()) + ")")
        .collect(Collectors.joining(", ", "'", "'"));
  }

  private static String role(NodeKind kind) {
    return switch (kind) {
      case VOTER -> "decides";
      case SOFT -> "protects itself";
    };
  }
}
