package io.safeops.audit;

import io.safeops.audit.AuditFinding.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds by their numbers which lines of a chain are missing, were put in, or stand in another
 * place. Takes time in proportion to the lines, but for sorting their numbers.
 */
final class LineOrder<L extends ChainLine> {

  /** Lines with one number that are compared: a file in which all have the same stays cheap. */
  private static final int MOST_CANDIDATES = 4;

  private final Chain<L> chain;
  private final Witnesses known;
  private final Findings findings;
  private final Map<Long, List<L>> candidates = new HashMap<>();
  private final TreeMap<Long, L> originals = new TreeMap<>();
  private final Set<L> moved = new HashSet<>();
  private final Map<Long, String> changed = new TreeMap<>();

  private LineOrder(Chain<L> chain, Witnesses known, Findings findings) {
    this.chain = chain;
    this.known = known;
    this.findings = findings;
  }

  /** Looks at all lines, and reports what is out of order. */
  static <L extends ChainLine> LineOrder<L> of(Chain<L> chain, Witnesses known, Findings findings) {
    LineOrder<L> order = new LineOrder<>(chain, known, findings);
    order.choose();
    order.findMoved();
    order.compareWithNumbers();
    return order;
  }

  /** The lines by the numbers that they should have, without those that were put in. */
  NavigableMap<Long, L> originals() {
    return originals;
  }

  /** Lines whose own number was changed, by the number that they should have. */
  Map<Long, String> changed() {
    return changed;
  }

  /** Of each number, the line that is bound best to its neighbours is the original. */
  private void choose() {
    List<L> lines = chain.lines();
    for (L line : lines) {
      if (line.number() > 0) {
        List<L> same = candidates.computeIfAbsent(line.number(), first -> new ArrayList<>());
        if (same.size() < MOST_CANDIDATES) {
          same.add(line);
        }
      }
    }
    Map<L, Integer> byPlace = new HashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      long number = lines.get(i).number();
      boolean fits =
          (i == 0 ? number == 1 : lines.get(i - 1).number() == number - 1)
              || (i + 1 < lines.size() && lines.get(i + 1).number() == number + 1);
      byPlace.put(lines.get(i), fits ? 1 : 0);
    }
    candidates.forEach(
        (number, same) -> {
          L best = null;
          int most = 0;
          for (L line : same) {
            int support = byPlace.getOrDefault(line, 0) + support(line);
            if (support > most) {
              best = line;
              most = support;
            }
          }
          if (best != null) {
            originals.put(number, best);
          }
        });
  }

  private int support(L line) {
    int support = known.has(line.number(), line.digest()) ? 4 : 0;
    boolean follows =
        line.number() == 1
            ? chain.follows(line, null)
            : candidates.getOrDefault(line.number() - 1, List.of()).stream()
                .anyMatch(before -> chain.follows(line, before));
    boolean isFollowed =
        candidates.getOrDefault(line.number() + 1, List.of()).stream()
            .anyMatch(after -> chain.follows(after, line));
    return support + (follows ? 2 : 0) + (isFollowed ? 2 : 0);
  }

  private boolean isOriginal(L line) {
    return line.equals(originals.get(line.number()));
  }

  /** A line stands in another place if the lines around it are in order without it. */
  private void findMoved() {
    List<L> inPlace = chain.lines().stream().filter(this::isOriginal).toList();
    long kept = 0;
    for (int i = 0; i < inPlace.size(); i++) {
      L line = inPlace.get(i);
      long next = i + 1 < inPlace.size() ? inPlace.get(i + 1).number() : Long.MAX_VALUE;
      boolean isLate = line.number() < kept;
      boolean isEarly = line.number() > next && kept < next;
      if (isLate || isEarly) {
        moved.add(line);
        findings.add(
            Kind.REORDERED,
            chain.name(),
            line.place(),
            "it is line "
                + line.number()
                + ", and stands "
                + (isLate ? "after line " + kept : "before line " + next));
      } else {
        kept = line.number();
      }
    }
  }

  /** Goes through the lines and through the numbers that there should be, side by side. */
  private void compareWithNumbers() {
    List<L> lines = chain.lines();
    long[] nextKept = nextKept(lines);
    long next = 1;
    L before = null;
    for (int i = 0; i < lines.size(); i++) {
      L line = lines.get(i);
      if (moved.contains(line)) {
        continue;
      }
      if (isOriginal(line)) {
        missing(next, line.number() - 1, line.place(), before);
        next = line.number() + 1;
        before = line;
        continue;
      }
      next = firstAbsent(next);
      long end = nextKept[i] > 0 ? nextKept[i] - 1 : known.last();
      boolean isBound = line.number() > 0 && before != null && chain.follows(line, before);
      if (next <= end || (isBound && nextKept[i] == 0)) {
        changed.put(next, "line " + next + " was expected here, and " + what(line));
        originals.put(next, line);
        next++;
      } else {
        findings.add(
            Kind.ADDED, chain.name(), line.place(), "no line was expected here, and " + what(line));
      }
    }
    missing(next, known.last(), lines.isEmpty() ? 0 : lines.get(lines.size() - 1).place(), before);
  }

  /** For each line, the number of the next line that is in its place; 0 if none follows. */
  private long[] nextKept(List<L> lines) {
    long[] next = new long[lines.size()];
    long number = 0;
    for (int i = lines.size() - 1; i >= 0; i--) {
      next[i] = number;
      L line = lines.get(i);
      if (isOriginal(line) && !moved.contains(line)) {
        number = line.number();
      }
    }
    return next;
  }

  private long firstAbsent(long from) {
    long number = from;
    while (originals.containsKey(number)) {
      number++;
    }
    return number;
  }

  private static String what(ChainLine line) {
    return line.number() == 0
        ? "this is no line of this file"
        : "this one has the number " + line.number();
  }

  /** Reports the numbers of a range that no line has. */
  private void missing(long from, long to, int place, @Nullable L before) {
    long begin = from;
    while (begin <= to) {
      Optional<Long> present = Optional.ofNullable(originals.ceilingKey(begin));
      long end = Math.min(to, present.orElse(Long.MAX_VALUE) - 1);
      if (begin <= end) {
        report(begin, end, place, before);
      }
      begin = Math.max(end, begin) + 1;
    }
  }

  private void report(long begin, long end, int place, @Nullable L before) {
    String lines =
        begin == end ? "line " + begin + " is" : "lines " + begin + " to " + end + " are";
    boolean isAtTheEnd = originals.isEmpty() || begin > originals.lastKey();
    String by = isAtTheEnd ? Witnesses.names(known.of(known.last())) : "";
    findings.add(
        Kind.MISSING,
        chain.name(),
        place,
        lines
            + " missing"
            + (before == null ? " at the beginning" : " after line " + before.number())
            + (isAtTheEnd && !by.isEmpty() ? ": " + by + " has seen line " + known.last() : ""));
  }
}
