package io.safeops.run.execute;

import io.safeops.paths.trace.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the operator should know of traced packets. May be used on any thread. */
final class PacketNotes {

  /** How many paths a message names. The first few are enough to see which ones are meant. */
  private static final int MOST = 8;

  private final Queue<String> notes = new ConcurrentLinkedQueue<>();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  void add(String note) {
    notes.add(note);
  }

  /**
   * Notes what was not traced: for each reason once in a run.
   *
   * @param when {@code after step-1}
   * @param left the paths, with the reasons
   */
  void notTraced(String when, Map<String, String> left) {
    Map<String, List<String>> paths = new TreeMap<>();
    left.forEach((path, why) -> paths.computeIfAbsent(why, any -> new ArrayList<>()).add(path));
    paths.forEach(
        (why, those) -> {
          if (reasons.add(why)) {
            add("not traced " + when + ": " + why + " (" + first(those) + ")");
          }
        });
  }

  /** What was noted since the last time. */
  List<String> take() {
    List<String> taken = new ArrayList<>();
    for (String note = notes.poll(); note != null; note = notes.poll()) {
      taken.add(note);
    }
    return taken;
  }

  /** The path of a packet, as messages have it. */
  static String text(Traced traced) {
    return traced.path().getLabel() + " on " + traced.node();
  }

  /** Some of many, in one line. */
  static String first(List<String> texts) {
    return String.join("; ", texts.subList(0, Math.min(MOST, texts.size())))
        + (texts.size() > MOST ? "; and " + (texts.size() - MOST) + " more" : "");
  }
}
