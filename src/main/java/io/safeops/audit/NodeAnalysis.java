package io.safeops.audit;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.HeadFile.Stored;
import io.safeops.audit.Witnesses.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One node's part of the evidence: its log, the copy of it, and its heads. */
final class NodeAnalysis {

  private final NodeEvidence evidence;
  private final String run;
  private final boolean isOpen;
  private final Findings findings;
  private final Optional<LogChain> log;
  private final Optional<LogChain> copy;
  private final List<HeadFile> headFiles;
  private final Optional<HeadFile> headsCopy;

  /** The lines of the log that are bound to each other; what others have seen is not known yet. */
  private final List<LogLine> bound;

  private Optional<ChainAnalysis<LogLine>> analysis = Optional.empty();

  /**
   * @param of the run that it is a part of
   */
  NodeAnalysis(NodeEvidence evidence, RunEvidence of, HeadCheck check, Findings findings) {
    this.evidence = evidence;
    this.run = of.run();
    this.isOpen = of.isOpen();
    this.findings = findings;
    this.log = evidence.log().map(file -> LogChain.of(file, findings));
    this.copy = evidence.copy().map(file -> LogChain.of(file, findings));
    this.headFiles =
        evidence.heads().stream().map(file -> HeadFile.of(file, run, check, findings)).toList();
    this.headsCopy = evidence.headsCopy().map(file -> HeadFile.of(file, run, check, findings));
    this.bound =
        log.or(() -> copy)
            .map(chain -> ChainAnalysis.of(chain, new Witnesses(), new Findings()).good().toList())
            .orElse(List.of());
  }

  String node() {
    return evidence.node();
  }

  /** The lines of the log that are bound to each other. */
  List<LogLine> bound() {
    return bound;
  }

  /** Adds what this node has seen of the journal. */
  void tell(Witnesses ofJournal) {
    Map<Long, Head> logged = new HashMap<>();
    for (LogLine line : bound) {
      line.head()
          .filter(head -> head.run().equals(run))
          .ifPresent(
              head -> {
                logged.put(head.sequence(), head);
                ofJournal.add(head.line(), seen(head, logName(), line.place()));
              });
    }
    for (HeadFile file : headFiles) {
      for (Stored stored : file.heads()) {
        Head same = logged.get(stored.head().sequence());
        // The log is a chain: where it knows the head, it knows it better.
        if (stored.isGood() && same == null) {
          ofJournal.add(
              stored.head().line(), seen(stored.head(), file.name(), stored.line().place()));
        }
      }
    }
  }

  private Seen seen(Head head, String place, int line) {
    // A copy is on the machine of the journal.
    return new Seen(head.digest(), node(), log.isPresent(), place, line);
  }

  private String logName() {
    return log.or(() -> copy).map(LogChain::name).orElse(node());
  }

  /** The heads of this run that this node has, of its log and its files. */
  List<Head> heads() {
    List<Head> all = new ArrayList<>(ofThisRun(bound));
    headFiles.forEach(
        file ->
            file.heads().stream().filter(Stored::isGood).forEach(stored -> all.add(stored.head())));
    return all.stream().filter(head -> head.run().equals(run)).toList();
  }

  /**
   * Compares the log with what others have seen of it.
   *
   * @param known what the journal and other nodes have seen
   */
  void compare(Witnesses known) {
    Optional<ChainAnalysis<LogLine>> ofCopy =
        copy.map(
            chain ->
                ChainAnalysis.of(
                    chain,
                    // The log may have gone on since the copy was made.
                    known.upTo(lastNumber(chain)),
                    findings));
    if (log.isEmpty()) {
      withoutLog(known);
      return;
    }
    Witnesses all = new Witnesses();
    known.all().forEach((number, seen) -> seen.forEach(each -> all.add(number, each)));
    ofCopy.ifPresent(
        good ->
            good.good()
                .forEach(
                    line ->
                        all.add(
                            line.number(),
                            new Seen(
                                line.digest(),
                                "its copy",
                                true,
                                copy.map(LogChain::name).orElse(""),
                                line.place()))));
    // Of a log that was not read to its end, only what was read is compared.
    boolean isWhole = evidence.unread().isEmpty() && !isOpen;
    analysis =
        Optional.of(
            ChainAnalysis.of(log.get(), isWhole ? all : all.upTo(lastNumber(log.get())), findings));
    bound.stream()
        .filter(line -> line.head().filter(head -> !head.run().equals(run)).isPresent())
        .findFirst()
        .ifPresent(
            line ->
                findings.add(
                    Kind.REPLACED,
                    logName(),
                    line.place(),
                    "it is the log of run " + line.head().map(Head::run).orElse("")));
  }

  private static long lastNumber(LogChain chain) {
    return chain.lines().stream().mapToLong(LogLine::number).max().orElse(0);
  }

  private void withoutLog(Witnesses known) {
    if (evidence.unread().isPresent()) {
      findings.add(Kind.UNKNOWN, node(), 0, "it could not be asked: " + evidence.unread().get());
    } else if (known.isEmpty() && copy.isEmpty()) {
      findings.add(Kind.UNKNOWN, node(), 0, "it has no log of this run");
    } else {
      findings.add(
          Kind.MISSING,
          node(),
          0,
          "it has no log of this run, and there was one (a node keeps those of a thousand runs)"
              + (known.isEmpty()
                  ? ""
                  : ": "
                      + Witnesses.names(known.of(known.last()))
                      + " has seen line "
                      + known.last()));
    }
  }

  /**
   * Compares the files of heads with the log.
   *
   * @param taken the heads that this node has taken, by the journal: numbers of lines from 0
   */
  void compareHeads(Set<Long> taken) {
    if (log.isPresent() && evidence.unread().isPresent()) {
      findings.add(
          Kind.UNKNOWN, node(), 0, "not all of it could be read: " + evidence.unread().get());
      return;
    }
    Map<Long, Head> logged = new HashMap<>();
    Set<Long> written = new HashSet<>();
    ofThisRun(bound).forEach(head -> logged.put(head.sequence(), head));
    log.map(LogChain::lines)
        .ifPresent(lines -> ofThisRun(lines).forEach(head -> written.add(head.sequence())));
    Set<Long> told = new HashSet<>(taken);
    headsCopy.ifPresent(
        file -> {
          file.reportUnreadable(List.copyOf(logged.values()), findings);
          told.addAll(file.bySequence().keySet());
          file.bySequence().values().forEach(each -> ofLog(each, logged, file));
        });
    for (HeadFile file : headFiles) {
      file.reportUnreadable(List.copyOf(logged.values()), findings);
      Map<Long, Stored> stored = file.bySequence();
      if (log.isPresent()) {
        stored.values().forEach(each -> ofLog(each, logged, file));
      }
      if (log.isPresent() && !isOpen) {
        stored.values().forEach(each -> isLogged(each, written, file));
      }
      logged.forEach(
          (sequence, head) -> {
            if (!stored.containsKey(sequence) && !isOpen) {
              absent(head, file, told.contains(sequence));
            }
          });
    }
  }

  private List<Head> ofThisRun(List<LogLine> lines) {
    return lines.stream()
        .flatMap(line -> line.head().stream())
        .filter(head -> head.run().equals(run))
        .toList();
  }

  /** The log is a chain: where a file says something else of a head, the file was changed. */
  private void ofLog(Stored stored, Map<Long, Head> logged, HeadFile file) {
    Head head = stored.head();
    Head same = logged.get(head.sequence());
    if (head.run().equals(run) && same != null && !same.equals(head)) {
      findings.add(
          Kind.CHANGED,
          file.name(),
          stored.line().place(),
          "the head of line "
              + head.line()
              + " is not the one of the log: expected "
              + same.text());
    }
  }

  private void isLogged(Stored stored, Set<Long> written, HeadFile file) {
    Head head = stored.head();
    if (head.run().equals(run) && !written.contains(head.sequence())) {
      findings.add(
          Kind.MISSING,
          logName(),
          0,
          "it has no line about the head of line "
              + head.line()
              + " of the journal, which "
              + file.name()
              + " has");
    }
  }

  private void absent(Head head, HeadFile file, boolean wasTaken) {
    findings.add(
        wasTaken ? Kind.MISSING : Kind.UNKNOWN,
        file.name(),
        0,
        "the head of line "
            + head.line()
            + " of the journal is not here, though the log has it: "
            + (wasTaken
                ? "the node had told that it is stored"
                : "either it was removed, or a crash came before it was stored"));
  }

  /** How much of the log was seen elsewhere; empty if there is no log. */
  Optional<AuditReport.Extent> extent() {
    return analysis.map(ChainAnalysis::extent);
  }
}
