package io.safeops.audit;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.AuditReport.Extent;
import io.safeops.audit.HeadFile.Stored;
import io.safeops.audit.JournalLine.TakenHeads;
import io.safeops.audit.Witnesses.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares the evidence of a run: the operator's journal, the logs of the nodes, and the heads that
 * each side has of the other. Each file is first judged by its own chain; only lines that pass
 * speak of other files. Takes time in proportion to the lines, but for sorting their numbers.
 *
 * <p>Who can write all of the evidence can make it anew: what nobody else has seen is counted as
 * unwitnessed.
 */
public final class AuditVerification {

  private final RunEvidence evidence;
  private final Findings findings = new Findings();
  private final List<NodeAnalysis> nodes;
  private final Optional<JournalChain> journal;
  private final Optional<HeadFile> ownHeads;
  private Optional<ChainAnalysis<JournalLine>> ofJournal = Optional.empty();

  private AuditVerification(RunEvidence evidence, HeadCheck check) {
    this.evidence = evidence;
    evidence.unread().forEach(why -> findings.add(Kind.UNKNOWN, "run " + evidence.run(), 0, why));
    if (evidence.isOpen()) {
      findings.add(
          Kind.UNKNOWN,
          "run " + evidence.run(),
          0,
          "it is open: what is missing at the end of a log would not show before it has ended");
    }
    this.journal = evidence.journal().map(file -> JournalChain.of(file, findings));
    this.ownHeads =
        evidence.heads().map(file -> HeadFile.of(file, evidence.run(), check, findings));
    this.nodes =
        evidence.nodes().stream()
            .map(node -> new NodeAnalysis(node, evidence, check, findings))
            .toList();
  }

  /**
   * Verifies a run.
   *
   * @param check of the signatures of heads
   */
  public static AuditReport of(RunEvidence evidence, HeadCheck check) {
    return new AuditVerification(evidence, check).report();
  }

  private AuditReport report() {
    compareJournal();
    compareLogs();
    if (journal.isEmpty()) {
      compareNodes();
    }
    List<Extent> extents = extents();
    for (Extent extent : extents) {
      if (extent.unwitnessed() > 0) {
        findings.add(Kind.UNWITNESSED, extent.place(), 0, unwitnessed(extent));
      }
    }
    boolean isSeen =
        extents.stream().allMatch(extent -> extent.witnessed() > 0 || extent.lines() == 0);
    Optional<Head> last = lastHead();
    return new AuditReport(
        evidence.run(),
        findings.sorted(),
        findings.more(),
        findings.isChanged(),
        isSeen && !extents.isEmpty() && !findings.isUnknown(),
        extents,
        last,
        nodes.stream()
            .filter(node -> last.filter(head -> node.heads().contains(head)).isPresent())
            .map(NodeAnalysis::node)
            .toList());
  }

  private static String unwitnessed(Extent extent) {
    return (extent.witnessed() == 0
            ? "nobody else has seen any of its " + extent.lines() + " lines"
            : extent.unwitnessed() == 1
                ? "nobody else has seen its last line"
                : "nobody else has seen its last " + extent.unwitnessed() + " lines")
        + ", so a change there would not show";
  }

  /** The journal against the heads that nodes have of it, and those beside it. */
  private void compareJournal() {
    if (journal.isEmpty()) {
      return;
    }
    Witnesses known = new Witnesses();
    nodes.forEach(node -> node.tell(known));
    for (Stored stored : ownHeads.map(HeadFile::heads).orElse(List.of())) {
      if (stored.isGood()) {
        String name = ownHeads.map(HeadFile::name).orElse("");
        known.add(
            stored.head().line(),
            new Seen(stored.head().digest(), name, false, name, stored.line().place()));
      }
    }
    ownHeads.ifPresent(this::compareOwnHeads);
    ofJournal = Optional.of(ChainAnalysis.of(journal.get(), known, findings));
  }

  /** The heads beside the journal against those that the nodes have. */
  private void compareOwnHeads(HeadFile file) {
    Map<Long, Head> ofNodes = new HashMap<>();
    nodes.forEach(node -> node.heads().forEach(head -> ofNodes.putIfAbsent(head.sequence(), head)));
    file.reportUnreadable(List.copyOf(ofNodes.values()), findings);
    for (Stored stored : file.heads()) {
      Head head = stored.head();
      Head same = ofNodes.get(head.sequence());
      // Another digest is found by the journal's own line.
      if (stored.isGood()
          && same != null
          && head.digest().equals(same.digest())
          && !head.equals(same)) {
        findings.add(
            Kind.CHANGED,
            file.name(),
            stored.line().place(),
            "the head of line "
                + head.line()
                + " is not the one of the nodes: expected "
                + same.text());
      }
    }
  }

  /** The logs against what the journal, other nodes and their copies have of them. */
  private void compareLogs() {
    Map<String, Witnesses> known = new HashMap<>();
    Map<String, Set<Long>> taken = new HashMap<>();
    ofJournal.ifPresent(
        analysis ->
            analysis
                .good()
                .forEach(
                    line -> {
                      TakenHeads heads = line.heads();
                      heads
                          .positions()
                          .forEach(
                              position -> {
                                add(known, position, "the journal", analysisName(), line.place());
                                taken
                                    .computeIfAbsent(position.node(), first -> new HashSet<>())
                                    .add(heads.sequence());
                              });
                    }));
    for (NodeAnalysis node : nodes) {
      for (LogLine line : node.bound()) {
        if (line.head().filter(head -> head.run().equals(evidence.run())).isPresent()) {
          line.seen()
              .forEach(position -> add(known, position, node.node(), node.node(), line.place()));
        }
      }
    }
    for (NodeAnalysis node : nodes) {
      node.compare(known.getOrDefault(node.node(), new Witnesses()));
      node.compareHeads(taken.getOrDefault(node.node(), Set.of()));
    }
  }

  private String analysisName() {
    return journal.map(JournalChain::name).orElse("");
  }

  private static void add(
      Map<String, Witnesses> known, LogPosition position, String by, String place, int line) {
    known
        .computeIfAbsent(position.node(), first -> new Witnesses())
        .add(position.number(), new Seen(position.digest(), by, true, place, line));
  }

  /** Without a journal: the heads of the nodes against each other. */
  private void compareNodes() {
    Map<Long, Map<String, List<String>>> all = new TreeMap<>();
    for (NodeAnalysis node : nodes) {
      Set<Head> heads = new HashSet<>(node.heads());
      heads.forEach(
          head ->
              all.computeIfAbsent(head.sequence(), first -> new LinkedHashMap<>())
                  .computeIfAbsent(head.digest(), first -> new ArrayList<>())
                  .add(node.node()));
    }
    all.forEach(
        (sequence, digests) -> {
          if (digests.size() > 1) {
            disagree(sequence + 1, digests);
          }
        });
  }

  /** If most nodes say the same, the others were changed; otherwise nobody knows which. */
  private void disagree(long line, Map<String, List<String>> digests) {
    int voices = digests.values().stream().mapToInt(List::size).sum();
    Map.Entry<String, List<String>> most =
        digests.entrySet().stream()
            .max(Comparator.comparingInt(each -> each.getValue().size()))
            .orElseThrow();
    boolean isDecided = most.getValue().size() * 2 > voices;
    digests.forEach(
        (digest, names) -> {
          if (!digest.equals(most.getKey())) {
            findings.add(
                Kind.CHANGED,
                isDecided ? String.join(", ", names) : "heads of the nodes",
                0,
                "the head of line "
                    + line
                    + " of the journal is "
                    + digest
                    + " on "
                    + String.join(", ", names)
                    + " and "
                    + most.getKey()
                    + " on "
                    + String.join(", ", most.getValue())
                    + (isDecided ? "" : ": one of them was changed"));
          }
        });
  }

  private List<Extent> extents() {
    List<Extent> extents = new ArrayList<>();
    ofJournal.ifPresent(analysis -> extents.add(analysis.extent()));
    nodes.forEach(node -> node.extent().ifPresent(extents::add));
    return extents;
  }

  private Optional<Head> lastHead() {
    return nodes.stream()
        .flatMap(node -> node.heads().stream())
        .max(Comparator.comparingLong(Head::sequence));
  }
}
