package io.safeops.audit;

import java.util.List;
import java.util.Optional;

/**
 * What was found of one node's part in a run.
 *
 * @param node the name of the node
 * @param log the guard's log as the node has it now; empty if it has none, or could not be asked
 * @param copy the copy of the log that the run made at its end; empty if there is none
 * @param heads the files of heads that the node has now
 * @param headsCopy the copy of its heads that the run made at its end; empty if there is none
 * @param unread why the node could not be asked, or not all of it could be read; empty if all was
 */
public record NodeEvidence(
    String node,
    Optional<EvidenceFile> log,
    Optional<EvidenceFile> copy,
    List<EvidenceFile> heads,
    Optional<EvidenceFile> headsCopy,
    Optional<String> unread) {

  public NodeEvidence {
    heads = List.copyOf(heads);
  }
}
