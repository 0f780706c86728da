package io.safeops.run.coordinate;

import io.safeops.document.Printable;
import io.safeops.run.talk.MessageText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Something that happened to a run: a line of its journal, and what clients are told.
 *
 * @param kind a fixed word
 * @param text for people, one line
 * @param data for programs, each a line; never holds a secret
 */
public record RunEvent(Kind kind, String text, Map<String, String> data) {

  public enum Kind {
    STARTED,
    CHECKING,
    ARMING,
    ARMED,
    BASELINE,
    STEP,
    STAGING,
    DOING,
    DONE,
    HOLDS,
    QUIET,
    CODE,
    WORD,
    WRONG_WORD,
    EXTENDED,
    PREPARING,
    DECIDED,
    CONFIRMED,
    SEALED,
    TURNING_BACK,
    NODE,
    UNDONE,
    TAKEOVER,
    NOTE,
    ENDED;

    /** A kind of another version of safeops, which has no name here, is a note. */
    public static Kind of(String name) {
      for (Kind known : values()) {
        if (known.name().equals(name)) {
          return known;
        }
      }
      return NOTE;
    }
  }

  /** What nodes and servers said is in it, and it is shown, logged and kept. */
  public RunEvent {
    text = Printable.line(MessageText.bounded(text));
    Map<String, String> plain = new LinkedHashMap<>();
    data.forEach((key, value) -> plain.put(key, Printable.line(MessageText.bounded(value))));
    data = Collections.unmodifiableMap(plain);
  }

  public static RunEvent of(Kind kind, String text, String... keysAndValues) {
    Map<String, String> data = new LinkedHashMap<>();
    for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
      data.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new RunEvent(kind, text, data);
  }
}
