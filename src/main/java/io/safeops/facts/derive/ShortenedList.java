package io.safeops.facts.derive;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Shortens a list that may have an entry for every node, for a message. */
public final class ShortenedList {

  /**
   * The highest number of entries. Nobody reads more, and with a thousand nodes each may have a
   * message that lists all others.
   */
  public static final int MOST = 8;

  private ShortenedList() {}

  /** All entries, for lists that do not grow with the cluster. */
  public static List<String> few(Stream<String> texts) {
    List<String> few = texts.limit(MOST + 1L).toList();
    return few.size() > MOST ? List.of(ClusterFunctions.MANY) : few;
  }

  /**
   * The first entries, and as text how many more there are.
   *
   * @param count the number of all entries
   */
  public static List<String> of(Stream<String> texts, long count) {
    List<String> some = new ArrayList<>();
    Iterator<String> each = texts.iterator();
    while (some.size() < MOST && each.hasNext()) {
      some.add(each.next());
    }
    if (count > some.size()) {
      some.add("and " + (count - some.size()) + " more");
    }
    return List.copyOf(some);
  }
}
