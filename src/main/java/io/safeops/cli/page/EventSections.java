package io.safeops.cli.page;

import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.MessageText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the journal tells: who said what, and everything in its order. */
final class EventSections {

  /** Most events that a list shows: half of them from the beginning, half from the end. */
  static final int MOST_EVENTS = 2_000;

  /** Most characters of the texts that a list shows. */
  static final int MOST_CHARACTERS = 2_000_000;

  /** Other parts of the page have them. */
  private static final Set<String> ELSEWHERE = Set.of("at", "nodes", "digest");

  private final RunStory story;
  private final Html html;

  EventSections(RunStory story, Html html) {
    this.story = story;
    this.html = html;
  }

  void timeLine() {
    html.section("events", "Time line");
    html.element("p", "Every event of the journal. The second time counts from the first event.");
    list(story.events());
    html.close();
  }

  void whoSaidWhat() {
    html.section("said", "Who said what");
    List<RecordedEvent> said =
        story.events().stream().filter(event -> isSaid(event.event())).toList();
    if (said.isEmpty()) {
      html.element("p", "The journal has no word of an operator.");
    } else {
      list(said);
    }
    html.close();
  }

  private static boolean isSaid(RunEvent event) {
    return event instanceof RunEvent.RunStarted
        || event instanceof RunEvent.GoGiven
        || event instanceof RunEvent.DeadlineExtended
        || event instanceof RunEvent.CodeAccepted
        || event instanceof RunEvent.CodeRefused
        || event instanceof RunEvent.RollbackBegan
        || event instanceof RunEvent.TakenOver
        || event instanceof RunEvent.NodesGivenUp
        || event instanceof RunEvent.RuleSetAside;
  }

  /** The events in order; of too many, those of the beginning and the end. */
  private void list(List<RecordedEvent> events) {
    int head = 0;
    for (int room = MOST_CHARACTERS / 2; head < Math.min(events.size(), MOST_EVENTS / 2); head++) {
      room -= size(events.get(head));
      if (room < 0) {
        break;
      }
    }
    int tail = events.size();
    for (int room = MOST_CHARACTERS / 2; tail > head; tail--) {
      room -= size(events.get(tail - 1));
      if (room < 0 || events.size() - tail >= MOST_EVENTS / 2) {
        break;
      }
    }
    html.open("ol", "class", "events");
    events.subList(0, head).forEach(this::event);
    if (tail > head) {
      html.open("li").open("p", "class", "wide");
      html.text(
          (tail - head)
              + " events are not shown here: of "
              + events.size()
              + " this page has the first "
              + head
              + " and the last "
              + (events.size() - tail)
              + ". `safeops show "
              + story.run()
              + "` shows all.");
      html.close().close();
    }
    events.subList(tail, events.size()).forEach(this::event);
    html.close();
  }

  private static int size(RecordedEvent event) {
    return Math.min(Html.LONGEST, event.event().text().length())
        + Math.min(Html.LONGEST, more(event).length());
  }

  private void event(RecordedEvent event) {
    html.open("li");
    html.open("span");
    time(event);
    html.close();
    html.open("span", "class", "muted").text(since(event)).close();
    html.open("span").element("strong", event.kind()).close();
    html.open("span", "class", "what").text(event.event().text());
    String more = more(event);
    if (!more.isEmpty()) {
      html.raw(" ").open("span", "class", "muted").text("(" + more + ")").close();
    }
    html.close().close();
  }

  private void time(RecordedEvent event) {
    Optional<Instant> at = RunStory.at(event);
    if (at.isPresent()) {
      String shown = at.get().truncatedTo(ChronoUnit.MILLIS).toString();
      html.open("time", "datetime", shown).text(shown).close();
    } else {
      html.text(event.at().isEmpty() ? "no time" : event.at());
    }
  }

  private String since(RecordedEvent event) {
    Optional<Duration> since = story.since(event);
    return since
        .map(
            length ->
                length.isNegative()
                    ? MessageText.length(length.negated()) + " before"
                    : "+" + MessageText.length(length))
        .orElse("");
  }

  /** What the event holds that its text does not say. */
  private static String more(RecordedEvent event) {
    List<String> more = new ArrayList<>();
    if (event.event() instanceof RunEvent.OtherEvent) {
      more.add("this version does not know this kind of event");
    }
    for (Map.Entry<String, String> each : event.data().entrySet()) {
      if (!ELSEWHERE.contains(each.getKey())
          && !each.getValue().isEmpty()
          && !event.event().text().contains(each.getValue())) {
        more.add(each.getKey() + ": " + each.getValue());
      }
    }
    return String.join(", ", more);
  }
}
