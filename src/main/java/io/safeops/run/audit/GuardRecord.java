package io.safeops.run.audit;

import io.safeops.audit.EvidenceFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the guard of a node has of a run.
 *
 * @param isOpen whether the run has not ended on this node
 * @param nodes the nodes of the run, as this node was told; empty if it does not know
 * @param log empty if there is none, or it could not be read
 * @param heads files of heads
 * @param unread why it could not be asked, or not all could be read
 */
record GuardRecord(
    boolean isOpen,
    Set<String> nodes,
    Optional<EvidenceFile> log,
    List<EvidenceFile> heads,
    Optional<String> unread) {

  GuardRecord {
    nodes = Set.copyOf(nodes);
    heads = List.copyOf(heads);
  }

  static GuardRecord unread(String why) {
    return new GuardRecord(false, Set.of(), Optional.empty(), List.of(), Optional.of(why));
  }

  /** Whether the node knows the run, or may know it. */
  boolean mayTakePart() {
    return !nodes.isEmpty() || log.isPresent() || !heads.isEmpty() || unread.isPresent();
  }
}
