package io.safeops.audit;

import io.safeops.audit.AuditFinding.Kind;
import io.safeops.audit.Witnesses.Seen;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was changed in one chain of lines, by itself and by what others have seen of it. */
final class ChainAnalysis<L extends ChainLine> {

  private final Chain<L> chain;
  private final Witnesses known;
  private final Findings findings;
  private final NavigableMap<Long, L> originals;
  private final Set<Long> changed = new HashSet<>();
  private long rewrittenFrom = Long.MAX_VALUE;
  private long witnessed;
  private List<Seen> witnesses = List.of();

  private ChainAnalysis(Chain<L> chain, Witnesses known, Findings findings) {
    this.chain = chain;
    this.known = known;
    this.findings = findings;
    LineOrder<L> order = LineOrder.of(chain, known, findings);
    this.originals = order.originals();
    Map<Long, String> all = new TreeMap<>(chain.changed(originals, known));
    all.putAll(order.changed());
    all.forEach(this::changed);
  }

  /**
   * Looks at a chain.
   *
   * @param known what others have seen of it
   */
  static <L extends ChainLine> ChainAnalysis<L> of(
      Chain<L> chain, Witnesses known, Findings findings) {
    ChainAnalysis<L> analysis = new ChainAnalysis<>(chain, known, findings);
    analysis.compareWithWitnesses();
    return analysis;
  }

  private void changed(long number, String expected) {
    L line = originals.get(number);
    changed.add(number);
    findings.add(
        Kind.CHANGED,
        chain.name(),
        line == null ? 0 : line.place(),
        "line " + number + " was changed: " + expected);
  }

  private void compareWithWitnesses() {
    Set<Long> vouched = vouched();
    long last = 0;
    long first = 0;
    long before = 0;
    for (Map.Entry<Long, List<Seen>> each : known.all().entrySet()) {
      long number = each.getKey();
      L line = originals.get(number);
      if (line == null) {
        continue;
      }
      List<Seen> agreeing = agreeing(line, each.getValue());
      if (!agreeing.isEmpty()) {
        last = number;
        contradicted(number, line, each.getValue(), Witnesses.names(agreeing));
        agrees(number, agreeing);
      } else if (vouched.contains(number)) {
        contradicted(number, line, each.getValue(), "those after it");
      } else if (!changed.contains(number) && first == 0) {
        first = number;
        before = last;
      }
    }
    L line = originals.get(first);
    if (line != null && last == 0 && changed.isEmpty()) {
      rewrittenFrom = 1;
      replaced(first, line);
    } else if (line != null) {
      rewrittenFrom = before + 1;
      rewritten(first, line, before);
    }
  }

  /** Those on other machines decide; only without them those on this one do. */
  private List<Seen> agreeing(L line, List<Seen> all) {
    List<Seen> elsewhere = all.stream().filter(Seen::isElsewhere).toList();
    return (elsewhere.isEmpty() ? all : elsewhere)
        .stream().filter(seen -> seen.digest().equals(line.digest())).toList();
  }

  /** The lines that a later line is bound to, and that one was seen elsewhere as it is. */
  private Set<Long> vouched() {
    Set<Long> vouched = new HashSet<>();
    boolean isVouched = false;
    long above = 0;
    for (Map.Entry<Long, L> each : originals.descendingMap().entrySet()) {
      long number = each.getKey();
      if (changed.contains(number)) {
        isVouched = false;
      } else {
        isVouched =
            (isVouched && number == above - 1)
                || known.of(number).stream()
                    .anyMatch(
                        seen ->
                            seen.isElsewhere() && seen.digest().equals(each.getValue().digest()));
      }
      if (isVouched) {
        vouched.add(number);
      }
      above = number;
    }
    return vouched;
  }

  private void agrees(long number, List<Seen> agreeing) {
    List<Seen> elsewhere = agreeing.stream().filter(Seen::isElsewhere).toList();
    if (!elsewhere.isEmpty()) {
      witnessed = number;
      witnesses = elsewhere;
    }
  }

  /** The line is as others have seen it, so who says something else was changed. */
  private void contradicted(long number, L line, List<Seen> all, String others) {
    for (Seen seen : all) {
      if (!seen.digest().equals(line.digest())) {
        findings.add(
            Kind.CHANGED,
            seen.place(),
            seen.line(),
            "it says that line "
                + number
                + " of "
                + chain.name()
                + " has the SHA-256 "
                + seen.digest()
                + "; that line and "
                + others
                + " say "
                + line.digest());
      }
    }
  }

  private void rewritten(long number, L line, long before) {
    boolean isOne = before + 1 == number;
    findings.add(
        Kind.CHANGED,
        chain.name(),
        line.place(),
        (isOne
                ? "line " + number + " was changed"
                : "lines " + (before + 1) + " to " + number + ", or some of them, were changed")
            + ", and the digests after it were made anew: "
            + expected(number, line));
  }

  private void replaced(long number, L line) {
    findings.add(
        Kind.REPLACED,
        chain.name(),
        0,
        "it is another file: no line of it is one that others have seen; "
            + expected(number, line));
  }

  private String expected(long number, L line) {
    List<Seen> seen = known.of(number);
    return "line "
        + number
        + " has the SHA-256 "
        + line.digest()
        + ", expected "
        + (seen.isEmpty() ? "another one" : seen.get(0).digest())
        + ", which "
        + Witnesses.names(seen)
        + " has seen";
  }

  /** The lines by their numbers. */
  NavigableMap<Long, L> originals() {
    return originals;
  }

  /** The lines that nothing speaks against. */
  Stream<L> good() {
    return originals.entrySet().stream()
        .filter(each -> each.getKey() < rewrittenFrom && !changed.contains(each.getKey()))
        .map(Map.Entry::getValue);
  }

  /** How much of it was seen elsewhere. */
  AuditReport.Extent extent() {
    Set<String> by = new LinkedHashSet<>();
    witnesses.forEach(seen -> by.add(seen.by()));
    return new AuditReport.Extent(
        chain.name(), originals.size(), Math.min(witnessed, originals.size()), List.copyOf(by));
  }
}
