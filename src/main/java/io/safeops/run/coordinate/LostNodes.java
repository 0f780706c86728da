package io.safeops.run.coordinate;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.messaging.RunSpec;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Nodes of a run that a human gives up, because they will never come back: they are not asked any
 * more. Only a human can know that: silence proves nothing, and a run that waits for such a node
 * could never end.
 *
 * @param names empty where none is given up
 * @param because the human's reason
 */
public record LostNodes(Set<String> names, String because) {

  /** None is given up. */
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

  /** The nodes that are not given up. */
  List<RunSpec.NodeSpec> remaining(List<RunSpec.NodeSpec> nodes) {
    return nodes.stream().filter(node -> !names.contains(node.name())).toList();
  }

  /**
   * The outcome, which says nothing about the lost nodes: where there are some, it is not proven
   * and names them.
   */
  Outcome withLostNodes(Outcome outcome) {
    return names.isEmpty()
        ? outcome
        : new Outcome(
            outcome.end() == End.ROLLED_BACK ? End.NOT_PROVEN : outcome.end(),
            outcome.text() + " Given up as lost for good, and not asked: " + text() + ".");
  }
}
