package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.messaging.RunSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes of a run that a human gives up: they will never be asked again, because they will never
 * come back. Only a human can know that. Silence proves nothing, and a run that waits for a node
 * that is gone could never end.
 *
 * @param names empty where all are waited for
 * @param because the human's words
 */
public record LostNodes(Set<String> names, String because) {

  /** Everyone is waited for. */
  public static final LostNodes NONE = new LostNodes(Set.of(), "");

  public LostNodes {
    names = Set.copyOf(names);
    if (names.isEmpty() != because.isBlank()) {
      throw new IllegalArgumentException("giving up a node needs a reason");
    }
  }

  /** For messages. */
  String text() {
    return String.join(", ", new TreeSet<>(names)) + " (" + because + ")";
  }

  /** The nodes that are still asked. */
  List<RunSpec.NodeSpec> remaining(List<RunSpec.NodeSpec> nodes) {
    return nodes.stream().filter(node -> !names.contains(node.name())).toList();
  }

  /** The same outcome without a word for the nodes that were not asked. */
  Outcome withLostNodes(Outcome outcome) {
    return names.isEmpty()
        ? outcome
        : new Outcome(
            outcome.end() == End.ROLLED_BACK ? End.NOT_PROVEN : outcome.end(),
            outcome.text() + " Given up as lost for good, and not asked: " + text() + ".");
  }
}
