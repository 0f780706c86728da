package io.safeops.audit;

import java.util.List;
import java.util.Optional;

/**
 * Everything that was found of a run.
 *
 * @param run the id of the run
 * @param journal the operator's journal; empty if there is none here, or it cannot be read
 * @param heads the heads that the run kept beside its journal; empty if there are none
 * @param nodes the nodes of the run
 * @param isOpen whether the run went on while this was collected: files may end at different
 *     moments then, so what is missing at their ends would not show
 * @param unread what else could not be read, and why, a sentence each
 */
public record RunEvidence(
    String run,
    Optional<EvidenceFile> journal,
    Optional<EvidenceFile> heads,
    List<NodeEvidence> nodes,
    boolean isOpen,
    List<String> unread) {

  public RunEvidence {
    nodes = List.copyOf(nodes);
    unread = List.copyOf(unread);
  }
}
