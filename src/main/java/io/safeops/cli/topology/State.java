package io.safeops.cli.topology;

import io.safeops.paths.model.Answer;
import java.util.Arrays;
import java.util.List;

/** What is known of a thing in the picture. The later constant of two decides. */
public enum State {
  /** The paths over it work. */
  OK("ok"),
  /** The steps of a plan take it away, as predicted. */
  REMOVED("REMOVED"),
  /** No path over it was judged, or the model does not decide. */
  NOT_JUDGED("NOT JUDGED"),
  /** It passes less than was asked for. */
  LESS("LESS"),
  /** It could not be read, or nobody programs it now. */
  UNKNOWN("UNKNOWN"),
  /** It works itself, but packets do not pass because of something that it needs. */
  CUT_OFF("CUT OFF"),
  /** Packets do not pass, and this is the cause. */
  BROKEN("BROKEN");

  private final String word;

  State(String word) {
    this.word = word;
  }

  /** As pictures have it. */
  String word() {
    return word;
  }

  /** What pictures of a cluster as it is explain. */
  static List<State> ofOneTime() {
    return Arrays.stream(values()).filter(state -> state != REMOVED).toList();
  }

  /** As it is explained beside a picture. */
  String legend() {
    return this == CUT_OFF ? word + " by what is broken" : word;
  }

  static State of(Answer answer) {
    return switch (answer) {
      case WORKS -> OK;
      case NOT_MODELLED -> NOT_JUDGED;
      case DEGRADED -> LESS;
      case AS_LAST_PROGRAMMED, UNKNOWN -> UNKNOWN;
      case BROKEN -> BROKEN;
    };
  }
}
