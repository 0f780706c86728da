package io.safeops.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What others have seen of a chain of lines: the digest that a line had, by its number. */
final class Witnesses {

  /**
   * Somebody has seen a line.
   *
   * @param digest the digest that the line had
   * @param by who has seen it
   * @param isElsewhere whether that is on another machine than the chain
   * @param place where that is written
   * @param line the line there
   */
  record Seen(String digest, String by, boolean isElsewhere, String place, int line) {}

  private final SortedMap<Long, List<Seen>> byNumber = new TreeMap<>();

  void add(long number, Seen seen) {
    byNumber.computeIfAbsent(number, first -> new ArrayList<>()).add(seen);
  }

  boolean has(long number, String digest) {
    List<Seen> seen = byNumber.get(number);
    return seen != null && seen.stream().anyMatch(each -> each.digest().equals(digest));
  }

  boolean isEmpty() {
    return byNumber.isEmpty();
  }

  /** The highest number that somebody has seen; 0 if nobody has seen any. */
  long last() {
    return byNumber.isEmpty() ? 0 : byNumber.lastKey();
  }

  /** Who has seen the line with this number, whatever its digest was. */
  List<Seen> of(long number) {
    return byNumber.getOrDefault(number, List.of());
  }

  /** By number, ascending. */
  SortedMap<Long, List<Seen>> all() {
    return byNumber;
  }

  /** The same without numbers above this one. */
  Witnesses upTo(long number) {
    Witnesses some = new Witnesses();
    some.byNumber.putAll(byNumber.headMap(number + 1));
    return some;
  }

  /** In a sentence: who, each once. */
  static String names(List<Seen> seen) {
    return String.join(", ", seen.stream().map(Seen::by).distinct().limit(5).toList());
  }
}
