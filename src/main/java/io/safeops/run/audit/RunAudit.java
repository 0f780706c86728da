package io.safeops.run.audit;

import io.safeops.audit.AuditReport;
import io.safeops.audit.AuditVerification;
import io.safeops.audit.HeadCheck;
import io.safeops.audit.NodeEvidence;
import io.safeops.audit.RunEvidence;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import io.safeops.run.store.StoredEvidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Verifies the evidence of runs: what this machine has of them, and what their nodes have. */
public final class RunAudit {

  private final RunStore store;
  private final HeadCheck check;

  /**
   * @param check of the signatures of heads
   */
  public RunAudit(RunStore store, HeadCheck check) {
    this.store = store;
    this.check = check;
  }

  /**
   * Verifies a run. Must not be called while this process has its journal open.
   *
   * @param nodes who is asked; empty if no node is
   * @param why no node is asked, a sentence; used only then
   */
  public AuditReport verify(String run, Optional<AuditedNodes> nodes, String why) {
    Told told = told(run);
    boolean isServed = RunStatus.of(store, run).state() == RunStatus.State.OPEN;
    Map<String, GuardRecord> records =
        nodes.isPresent() ? read(run, nodes.get(), told.nodes()) : Map.of();
    // After the nodes: a line is on this disk before a node has the head of it.
    StoredEvidence stored = StoredEvidence.read(store, run);
    List<String> unread = new ArrayList<>(stored.unread());
    if (stored.journal().isEmpty() && unread.isEmpty()) {
      unread.add("this machine has no journal of it");
    }
    if (nodes.isEmpty()) {
      unread.add(why);
    }
    return report(
        run,
        stored,
        nodes.isPresent() ? evidence(told, records, stored) : List.of(),
        isServed || isOpen(records),
        unread);
  }

  /** Verifies a run from what its nodes have, alone. */
  public AuditReport verifyNodes(String run, AuditedNodes nodes) {
    Map<String, GuardRecord> records = read(run, nodes, Set.of());
    List<NodeEvidence> evidence = evidence(Told.NOTHING, records, StoredEvidence.NONE);
    return report(
        run,
        StoredEvidence.NONE,
        evidence,
        isOpen(records),
        evidence.stream().allMatch(node -> node.log().isEmpty())
            ? List.of("no node that answers has a log of this run")
            : List.of());
  }

  private static boolean isOpen(Map<String, GuardRecord> records) {
    return records.values().stream().anyMatch(GuardRecord::isOpen);
  }

  private AuditReport report(
      String run,
      StoredEvidence stored,
      List<NodeEvidence> nodes,
      boolean isOpen,
      List<String> unread) {
    return AuditVerification.of(
        new RunEvidence(run, stored.journal(), stored.heads(), nodes, isOpen, unread), check);
  }

  /** Those that take part, or if nobody knows who does, all. */
  private static Map<String, GuardRecord> read(String run, AuditedNodes nodes, Set<String> taking) {
    return nodes
        .records()
        .read(
            run,
            nodes.present().stream()
                .filter(name -> taking.isEmpty() || taking.contains(name))
                .toList());
  }

  /**
   * What the journal tells of the nodes.
   *
   * @param nodes of the run; empty if there is no journal that can be read
   * @param isArmed whether the run began to arm them
   */
  private record Told(Set<String> nodes, boolean isArmed) {
    static final Told NOTHING = new Told(Set.of(), true);
  }

  private Told told(String run) {
    Set<String> nodes = Set.of();
    boolean isArmed = false;
    try {
      for (RecordedEvent event : FileJournal.read(store.journal(run))) {
        if (event.event() instanceof RunEvent.RunStarted started) {
          nodes = started.nodes().keySet();
        }
        isArmed |= event.event() instanceof RunEvent.ArmingBegan;
      }
    } catch (IOException unreadable) {
      // The evidence says so, too; then the nodes tell who takes part.
      return Told.NOTHING;
    }
    return nodes.isEmpty() ? Told.NOTHING : new Told(nodes, isArmed);
  }

  /**
   * What there is of each node. If the journal does not say who takes part, the nodes do. A node
   * that knows nothing of a run that was never armed has nothing to show.
   */
  private static List<NodeEvidence> evidence(
      Told told, Map<String, GuardRecord> records, StoredEvidence stored) {
    Set<String> names = new LinkedHashSet<>(told.nodes());
    if (names.isEmpty()) {
      records.values().forEach(record -> names.addAll(record.nodes()));
      boolean isListed = !names.isEmpty();
      records.forEach(
          (name, record) -> {
            if (record.mayTakePart() && !(isListed && record.log().isEmpty())) {
              names.add(name);
            }
          });
    }
    if (!told.isArmed()) {
      names.removeIf(
          name -> {
            GuardRecord record = records.get(name);
            return record != null && !record.mayTakePart();
          });
    }
    return names.stream()
        .map(
            name -> {
              GuardRecord record =
                  records.getOrDefault(
                      name, GuardRecord.unread("the inventory has no such node that is present"));
              return new NodeEvidence(
                  name,
                  record.log(),
                  Optional.ofNullable(stored.logs().get(name)),
                  record.heads(),
                  Optional.ofNullable(stored.nodeHeads().get(name)),
                  record.unread());
            })
        .toList();
  }
}
