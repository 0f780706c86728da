package io.safeops.cli.topology;

import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.HopKind;

/**
 * What is known of a thing, and why.
 *
 * @param why in words; empty if it works
 */
record Mark(State state, String why) {

  static final Mark NOT_JUDGED = new Mark(State.NOT_JUDGED, "no path in use needs it");

  /** What a hop says of the place that it is about. */
  static Mark of(Hop hop, Place place) {
    String first = hop.answer() == Answer.AS_LAST_PROGRAMMED ? "as last programmed: " : "";
    boolean itself =
        switch (place.kind()) {
          case UPLINK -> hop.kind() == HopKind.UPLINK;
          case BRIDGE -> hop.kind() == HopKind.BRIDGE;
          case NETWORK -> hop.subject().equals("switch " + place.name());
          default -> false;
        };
    State state = State.of(hop.answer());
    return state == State.OK
        ? new Mark(state, "")
        : new Mark(state, first + (itself ? "" : hop.subject() + ": ") + hop.why());
  }

  /** What it says of a thing that only needs what the hop is about. */
  static Mark behind(Hop hop) {
    Mark mark = of(hop, Place.other(hop.key()));
    return mark.state() == State.BROKEN ? new Mark(State.CUT_OFF, "by " + mark.why()) : mark;
  }

  /** The worse of two; of two faults that are alike, both reasons. */
  Mark worse(Mark other) {
    if (other.state == state && !why.contains(other.why)) {
      return new Mark(state, TextWidth.bounded(why + "; " + other.why, Drawn.MOST));
    }
    return other.state.compareTo(state) > 0 ? other : this;
  }
}
