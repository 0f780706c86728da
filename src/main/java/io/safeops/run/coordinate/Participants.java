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
 * Who takes part in a run, as its nodes say. Each was told the whole list when it was armed, so all
 * lists are the same; where they are not, nobody knows which is right. What a node lists proves
 * which others take part; what one of them is, only that one says.
 */
public final class Participants {

  private final Map<String, Map<String, NodeKind>> lists = new LinkedHashMap<>();
  private final List<String> contradictions = new ArrayList<>();

  /** Takes in what a node answered. */
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

  /** Every node that anyone lists. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    lists.values().forEach(list -> names.addAll(list.keySet()));
    return names;
  }

  /** The list that all agree on. */
  public Map<String, NodeKind> agreed() {
    return lists.values().iterator().next();
  }

  /** In which points the nodes do not agree, in words; empty when they do. */
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
