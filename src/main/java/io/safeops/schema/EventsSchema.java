package io.safeops.schema;

import io.safeops.document.Schema;
import io.safeops.document.Schema.ByWord;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Key;
import io.safeops.document.Schema.Meanings;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Text;
import io.safeops.document.Schema.WholeNumber;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of JSON about a run: what commands print with {@code --format json}, and the lines of
 * its journal. The views and the journal take the keys from here ({@link
 * io.safeops.document.WrittenObject}).
 */
public final class EventsSchema {

  /**
   * Changes when a key goes, gets another meaning, or has a word that is not listed here; new keys,
   * and new kinds of events, may come at any time. A line of a journal does not have it: any
   * version of safeops may go on with a journal, so its keys are never changed.
   */
  public static final String FORMAT = "safeops.events/1";

  private static final Text TEXT = Schema.text();

  private static final Key FORMAT_KEY =
      Schema.required("format", Schema.word(FORMAT), "which format this is");

  private static final Key DATA =
      Schema.required(
          "data",
          new Schema.MapOf(TEXT, TEXT),
          "what the event holds beside its text; which keys there are follows from its kind");

  private static final Map<String, Schema> DATA_BY_KIND = dataByKind();

  private EventsSchema() {}

  /** Something that happened to a run, as {@code apply} and others print it. */
  public static final ByWord EVENT =
      new ByWord(
          Schema.fields(
              FORMAT_KEY,
              Schema.required("event", kinds(), "the kind of the event"),
              Schema.required("text", TEXT, "what happened, for people"),
              DATA),
          "event",
          "data",
          DATA_BY_KIND);

  /** What the process of a run answers. */
  public static final Fields ANSWER =
      Schema.fields(
          FORMAT_KEY,
          Schema.required(
              "answer", TEXT, "what the run answers to a command of the operator, for people"),
          Schema.optional(
              "done",
              new Schema.Flag(),
              "whether the run did what it was told; only of `confirm`, `rollback` and `extend`"));

  /** The process of a run has not answered yet. */
  public static final Fields SILENT =
      Schema.fields(
          FORMAT_KEY,
          Schema.required(
              "silent", TEXT, "the process of the run has not answered yet; another line follows"));

  /** How a run ended: the last line. */
  public static final Fields END =
      Schema.fields(
          FORMAT_KEY,
          Schema.required("end", EventData.ENDS, "how the run ended"),
          Schema.required("exit", ReviewSchema.EXIT, "the exit status of the command"),
          Schema.required(
              "text",
              TEXT,
              "what happened, in what state the cluster is and what to type next, for people"));

  /** How a run ends is not known here: the last line. */
  public static final Fields GONE =
      Schema.fields(
          FORMAT_KEY,
          Schema.required(
              "gone",
              TEXT,
              "why this command does not know how the run ends, and what to type next, for"
                  + " people"));

  /** The review with which {@code apply} begins. */
  public static final Fields REVIEW =
      new Fields(with(List.of(FORMAT_KEY), ReviewSchema.REVIEW.keys()), List.of());

  /** A line of a journal. */
  public static final ByWord JOURNAL =
      new ByWord(
          Schema.fields(
              Schema.required(
                  "seq", new WholeNumber(0, Long.MAX_VALUE), "the number of the line, from 0"),
              Schema.required(
                  "at",
                  Schema.text(
                      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"), "a time in UTC"),
                  "when it happened, in UTC"),
              Schema.required("kind", kinds(), "the kind of the event"),
              Schema.required("text", TEXT, "what happened, for people"),
              DATA,
              Schema.required(
                  "prev",
                  ReviewSchema.SHA256,
                  "the SHA-256 of the line before, without its line feed; zeros in the first"
                      + " line")),
          "kind",
          "data",
          DATA_BY_KIND);

  /** Any line. */
  static final Schema LINE =
      Schema.anyOf(
          new Named("event", () -> EVENT),
          new Named("answer", () -> ANSWER),
          new Named("silent", () -> SILENT),
          new Named("end", () -> END),
          new Named("gone", () -> GONE),
          new Named("review", () -> REVIEW),
          new Named("journal", () -> JOURNAL));

  private static Meanings kinds() {
    Map<String, String> kinds = new LinkedHashMap<>();
    for (EventKind kind : EventKind.values()) {
      kinds.put(kind.name(), kind.meaning());
    }
    return new Meanings(kinds, true);
  }

  /** Kinds with the same keys share one description of their data. */
  private static Map<String, Schema> dataByKind() {
    Map<List<Key>, Schema> byKeys = new LinkedHashMap<>();
    Map<String, Schema> byKind = new LinkedHashMap<>();
    for (EventKind kind : EventKind.values()) {
      byKind.put(kind.name(), byKeys.computeIfAbsent(kind.data().keys(), EventsSchema::dataWith));
    }
    return byKind;
  }

  /** What is printed tells more of an event than its journal does. */
  private static Schema dataWith(List<Key> keys) {
    List<Key> printed = List.of(EventData.AT, EventData.RUN, EventData.STATE, EventData.UNTIL_UNDO);
    Fields all = new Fields(with(keys, printed), List.of());
    String name =
        keys.stream().map(key -> "-" + key.name()).collect(Collectors.joining("", "data", ""));
    return new Named(name, () -> all);
  }

  @SafeVarargs
  private static List<Key> with(List<Key>... several) {
    List<Key> all = new ArrayList<>();
    Arrays.stream(several).forEach(all::addAll);
    return all;
  }
}
