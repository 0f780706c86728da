package io.safeops.run.event;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.WrittenObject;
import io.safeops.guard.NodeKind;
import io.safeops.run.event.RunEvent.OtherEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import io.safeops.schema.EventKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The only place that knows how an event is written in JSON: {@code {"kind": "STEP", "text": "...",
 * "data": {"step": "...", "number": "1"}}}. The journal, the socket and the JSON view use it;
 * {@link EventKind} declares the names and the keys. A value that is missing or cannot be read
 * leaves its component empty; the event stays of its kind.
 */
public final class RunEventCodec {

  private static final String SECONDS = "seconds";
  private static final String WAITS = "waits";
  private static final String NO = "no";
  private static final String STEP = "step";
  private static final String USER = "user";
  private static final String BECAUSE = "because";
  private static final String RULE = "rule";
  private static final String NODE = "node";

  /** The forms of all kinds. Of those with one name, the first whose keys are all there is read. */
  private static final List<Form<?>> FORMS = forms();

  private RunEventCodec() {}

  /**
   * One kind of event.
   *
   * @param kind its name and its keys in JSON
   * @param required keys without which it is not this one
   */
  private record Form<E extends RunEvent>(
      Class<E> type,
      EventKind kind,
      Set<String> required,
      BiConsumer<E, Map<String, String>> write,
      BiFunction<String, Values, E> read) {

    boolean fits(String name, Map<String, String> data) {
      return kind.name().equals(name) && data.keySet().containsAll(required);
    }

    Map<String, String> data(RunEvent event) {
      Map<String, String> data = new LinkedHashMap<>();
      write.accept(type.cast(event), data);
      return WrittenObject.checked(kind.data(), data);
    }
  }

  private static <E extends RunEvent> Form<E> textOnly(
      Class<E> type, EventKind kind, Function<String, E> read) {
    return new Form<>(
        type, kind, Set.of(), (event, data) -> {}, (text, values) -> read.apply(text));
  }

  private static <E extends RunEvent> Form<E> ofStep(
      Class<E> type, EventKind kind, Function<E, String> step, BiFunction<String, String, E> read) {
    return new Form<>(
        type,
        kind,
        Set.of(),
        (event, data) -> data.put(STEP, step.apply(event)),
        (text, values) -> read.apply(text, values.text(STEP)));
  }

  private static <E extends RunEvent> Form<E> ofTimeLeft(
      Class<E> type, EventKind kind, BiFunction<String, Optional<Duration>, E> read) {
    return new Form<>(
        type,
        kind,
        Set.of(),
        (event, data) -> putSeconds(data, event.untilUndo()),
        (text, values) -> read.apply(text, values.seconds()));
  }

  private static List<Form<?>> forms() {
    List<Form<?>> forms = new ArrayList<>();
    forms.add(
        new Form<>(
            RunEvent.RunStarted.class,
            EventKind.STARTED,
            Set.of(),
            (event, data) -> {
              data.put("digest", event.digest());
              data.put(USER, event.user());
              data.put(
                  "nodes",
                  event.nodes().entrySet().stream()
                      .map(node -> node.getKey() + ":" + node.getValue().wireName())
                      .collect(Collectors.joining(",")));
            },
            (text, values) ->
                new RunEvent.RunStarted(
                    text, values.text("digest"), values.text(USER), values.nodes())));
    forms.add(textOnly(RunEvent.Checking.class, EventKind.CHECKING, RunEvent.Checking::new));
    forms.add(textOnly(RunEvent.ArmingBegan.class, EventKind.ARMING, RunEvent.ArmingBegan::new));
    forms.add(ofTimeLeft(RunEvent.Armed.class, EventKind.ARMED, RunEvent.Armed::new));
    forms.add(
        textOnly(RunEvent.BaselineBegan.class, EventKind.BASELINE, RunEvent.BaselineBegan::new));
    forms.add(
        new Form<>(
            RunEvent.StepProposed.class,
            EventKind.STEP,
            Set.of(),
            (event, data) -> {
              data.put(STEP, event.step());
              event.number().ifPresent(number -> data.put("number", String.valueOf(number)));
              // A run of an earlier version told nothing: its steps may wait.
              if (!event.waits()) {
                data.put(WAITS, NO);
              }
            },
            (text, values) ->
                new RunEvent.StepProposed(
                    text,
                    values.text(STEP),
                    values.number("number").filter(n -> n <= Integer.MAX_VALUE).map(Long::intValue),
                    !values.text(WAITS).equals(NO))));
    forms.add(
        new Form<>(
            RunEvent.GoGiven.class,
            EventKind.GO,
            Set.of(),
            (event, data) -> {
              data.put(STEP, event.step());
              data.put(USER, event.user());
            },
            (text, values) -> new RunEvent.GoGiven(text, values.text(STEP), values.text(USER))));
    forms.add(
        ofStep(
            RunEvent.UndoStaging.class,
            EventKind.STAGING,
            RunEvent.UndoStaging::step,
            RunEvent.UndoStaging::new));
    forms.add(
        ofStep(
            RunEvent.StepBegan.class,
            EventKind.DOING,
            RunEvent.StepBegan::step,
            RunEvent.StepBegan::new));
    forms.add(
        ofStep(
            RunEvent.StepDone.class,
            EventKind.DONE,
            RunEvent.StepDone::step,
            RunEvent.StepDone::new));
    forms.add(
        ofStep(
            RunEvent.StepHolds.class,
            EventKind.HOLDS,
            RunEvent.StepHolds::step,
            RunEvent.StepHolds::new));
    forms.add(textOnly(RunEvent.QuietBegan.class, EventKind.QUIET, RunEvent.QuietBegan::new));
    forms.add(
        new Form<>(
            RunEvent.CodeShown.class,
            EventKind.CODE,
            Set.of(),
            (event, data) -> {
              event.way().ifPresent(way -> data.put("way", way.name()));
              data.put(NODE, event.node());
              data.put("consoles", event.consoles());
              putSeconds(data, event.untilUndo());
            },
            (text, values) ->
                new RunEvent.CodeShown(
                    text,
                    values.oneOf("way", ConfirmationInput.values()),
                    values.text(NODE),
                    values.text("consoles"),
                    values.seconds())));
    forms.add(textOnly(RunEvent.CodeAccepted.class, EventKind.WORD, RunEvent.CodeAccepted::new));
    forms.add(
        textOnly(RunEvent.CodeRefused.class, EventKind.WRONG_WORD, RunEvent.CodeRefused::new));
    forms.add(
        ofTimeLeft(
            RunEvent.DeadlineExtended.class, EventKind.EXTENDED, RunEvent.DeadlineExtended::new));
    forms.add(
        textOnly(RunEvent.PrepareBegan.class, EventKind.PREPARING, RunEvent.PrepareBegan::new));
    forms.add(
        textOnly(RunEvent.CommitDecided.class, EventKind.DECIDED, RunEvent.CommitDecided::new));
    forms.add(textOnly(RunEvent.Confirmed.class, EventKind.CONFIRMED, RunEvent.Confirmed::new));
    forms.add(textOnly(RunEvent.Sealed.class, EventKind.SEALED, RunEvent.Sealed::new));
    forms.add(
        new Form<>(
            RunEvent.RollbackBegan.class,
            EventKind.TURNING_BACK,
            Set.of(),
            (event, data) -> data.put("reason", event.reason()),
            (text, values) -> new RunEvent.RollbackBegan(text, values.text("reason"))));
    forms.add(textOnly(RunEvent.Undone.class, EventKind.UNDONE, RunEvent.Undone::new));
    forms.add(
        new Form<>(
            RunEvent.TakenOver.class,
            EventKind.TAKEOVER,
            Set.of(),
            (event, data) ->
                event.epoch().ifPresent(epoch -> data.put("epoch", String.valueOf(epoch))),
            (text, values) -> new RunEvent.TakenOver(text, values.number("epoch"))));
    forms.addAll(notes());
    forms.add(
        new Form<>(
            RunEvent.Ended.class,
            EventKind.ENDED,
            Set.of(),
            (event, data) -> event.end().ifPresent(end -> data.put("end", end.name())),
            (text, values) -> new RunEvent.Ended(text, values.oneOf("end", Outcome.End.values()))));
    return List.copyOf(forms);
  }

  private static List<Form<?>> notes() {
    return List.of(
        new Form<>(
            RunEvent.NodesGivenUp.class,
            EventKind.NOTE,
            Set.of("lost", BECAUSE),
            (event, data) -> {
              data.put("lost", String.join(",", new TreeSet<>(event.lost())));
              data.put(BECAUSE, event.because());
            },
            (text, values) ->
                new RunEvent.NodesGivenUp(
                    text, Set.copyOf(values.list("lost")), values.text(BECAUSE))),
        new Form<>(
            RunEvent.RuleSetAside.class,
            EventKind.NOTE,
            Set.of(RULE, BECAUSE),
            (event, data) -> {
              data.put(RULE, event.rule());
              data.put(BECAUSE, event.because());
            },
            (text, values) ->
                new RunEvent.RuleSetAside(text, values.text(RULE), values.text(BECAUSE))),
        new Form<>(
            RunEvent.RuleWarned.class,
            EventKind.NOTE,
            Set.of(RULE),
            (event, data) -> data.put(RULE, event.rule()),
            (text, values) -> new RunEvent.RuleWarned(text, values.text(RULE))),
        new Form<>(
            RunEvent.NodeNote.class,
            EventKind.NOTE,
            Set.of(NODE),
            (event, data) -> data.put(NODE, event.node()),
            (text, values) -> new RunEvent.NodeNote(text, values.text(NODE))),
        textOnly(RunEvent.Note.class, EventKind.NOTE, RunEvent.Note::new));
  }

  /** The name of an event's kind. */
  public static String kind(RunEvent event) {
    return event instanceof OtherEvent other ? other.kind() : form(event).kind().name();
  }

  /** What an event holds beside its text. */
  static Map<String, String> data(RunEvent event) {
    return event instanceof OtherEvent other ? other.data() : form(event).data(event);
  }

  private static Form<?> form(RunEvent event) {
    return FORMS.stream().filter(form -> form.type().isInstance(event)).findFirst().orElseThrow();
  }

  /** The members of an event's JSON object, in order. */
  public static Map<String, Object> members(RunEvent event) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("kind", kind(event));
    members.put("text", event.text());
    members.put("data", RunEvent.plain(data(event)));
    return members;
  }

  /** Reads an event from a JSON object; members that are not of an event are passed over. */
  public static RecordedEvent read(JsonNode object) {
    Map<String, String> data = new LinkedHashMap<>();
    object
        .path("data")
        .properties()
        .forEach(member -> data.put(member.getKey(), member.getValue().asText()));
    return new RecordedEvent(
        event(object.path("kind").asText(), object.path("text").asText(), data), data);
  }

  private static RunEvent event(String kind, String text, Map<String, String> data) {
    for (Form<?> form : FORMS) {
      if (form.fits(kind, data)) {
        return form.read().apply(text, new Values(data));
      }
    }
    return new OtherEvent(kind, text, data);
  }

  /** The values of an event as they are read. */
  private record Values(Map<String, String> data) {

    /** Empty where there is none. */
    String text(String key) {
      return data.getOrDefault(key, "");
    }

    List<String> list(String key) {
      return Arrays.stream(text(key).split(",", -1)).filter(item -> !item.isEmpty()).toList();
    }

    Optional<Long> number(String key) {
      return Optional.of(text(key))
          .filter(digits -> digits.matches("[0-9]{1,18}"))
          .map(Long::parseLong);
    }

    Optional<Duration> seconds() {
      return number(SECONDS).filter(s -> s < 1_000_000_000).map(Duration::ofSeconds);
    }

    <T extends Enum<T>> Optional<T> oneOf(String key, T[] known) {
      return Arrays.stream(known).filter(value -> value.name().equals(text(key))).findFirst();
    }

    /** A node whose kind is not known is left out. */
    Map<String, NodeKind> nodes() {
      Map<String, NodeKind> nodes = new LinkedHashMap<>();
      for (String node : list("nodes")) {
        for (NodeKind kind : NodeKind.values()) {
          String end = ":" + kind.wireName();
          if (node.endsWith(end)) {
            nodes.put(node.substring(0, node.length() - end.length()), kind);
          }
        }
      }
      return nodes;
    }
  }

  private static void putSeconds(Map<String, String> data, Optional<Duration> length) {
    length.ifPresent(time -> data.put(SECONDS, String.valueOf(time.toSeconds())));
  }
}
