package io.safeops.cli.topology;

import io.safeops.document.Printable;
import java.util.Comparator;

/**
 * A thing in the picture.
 *
 * @param place by which it is found in another picture of the cluster
 * @param name in words, as one line without control characters, of bounded length
 * @param why the reason of its state; empty if it works
 * @param was what it was before a change, in words; empty if that is the same, or not known
 */
public record Drawn(Place place, String name, State state, String why, String was) {

  /** Characters of a name or a reason; the facts have more in names that nobody chose well. */
  static final int MOST = 1000;

  /** Faults first; what is alike stays in its order. */
  static final Comparator<Drawn> FAULTS_FIRST = Comparator.comparing(Drawn::state).reversed();

  public Drawn {
    name = TextWidth.bounded(Printable.line(name), MOST);
    why = TextWidth.bounded(Printable.line(why), MOST);
    was = TextWidth.bounded(Printable.line(was), MOST);
  }

  /** What the picture has no place for. */
  public Drawn(String name, State state, String why) {
    this(Place.other(name), name, state, why, "");
  }

  static Drawn of(Place place, String name, Mark mark) {
    return new Drawn(place, name, mark.state(), mark.why(), "");
  }

  /** Whether there is something to say of it. */
  boolean isFault() {
    return state.compareTo(State.LESS) >= 0;
  }

  /** The state in words: {@code BROKEN: why}. */
  String verdict() {
    return why.isEmpty() ? state.word() : state.word() + ": " + why;
  }
}
