package io.safeops.facts.derive;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** A list that may be as long as the cluster is large, for a message that somebody reads. */
public final class ShortenedList {

  /** Nobody reads more, and of a thousand nodes each may have a message with all the others. */
  public static final int MOST = 8;

  private ShortenedList() {}

  /** All of them, where a list of all cannot be as long as the cluster is large. */
  public static List<String> few(Stream<String> texts) {
    List<String> few = texts.limit(MOST + 1L).toList();
    return few.size() > MOST ? List.of(ClusterFunctions.MANY) : few;
  }

  /**
   * The first of them, and in words how many more there are.
   *
   * @param count of all
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
