package io.safeops.cli.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.registry.Actions;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.paths.BreakingCommands;
import io.safeops.plan.PlanFile;
import io.safeops.policy.PolicySet;
import io.safeops.policy.WaiverLevel;
import io.safeops.review.GuardPlan;
import io.safeops.review.Review;
import io.safeops.review.Reviewer;
import io.safeops.review.TightenedTime;
import io.safeops.review.Verdict;
import io.safeops.run.coordinate.Forecast;
import io.safeops.run.event.EveryEvent;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStatus;
import io.safeops.schema.FileKind;
import io.safeops.schema.OutputSchema;
import io.safeops.session.MeasuredTimes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The printed schema of lines about a run, and what is printed and written, say the same. */
class EventsSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OutputSchema SCHEMA = OutputSchema.of(FileKind.EVENTS);

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final Output output =
      new Output(new PrintWriter(out, true), new PrintWriter(new StringWriter(), true));

  /** Every event with all and with none of what it may hold, every end, and every way to a code. */
  private static List<RunEvent> events() {
    List<RunEvent> events = new ArrayList<>(EveryEvent.lines().keySet());
    events.removeIf(event -> event instanceof RunEvent.OtherEvent);
    events.addAll(EveryEvent.bare());
    for (Outcome.End end : Outcome.End.values()) {
      events.add(new RunEvent.Ended(new Outcome(end, "t")));
    }
    for (ConfirmationInput way : ConfirmationInput.values()) {
      events.add(new RunEvent.CodeShown("t", Optional.of(way), "a", "", Optional.empty()));
    }
    return events;
  }

  private static List<JsonNode> lines(String text) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private List<JsonNode> journal() throws Exception {
    Path file = folder.resolve("journal.jsonl");
    try (FileJournal journal = FileJournal.open(file, Clock.systemUTC())) {
      for (RunEvent event : events()) {
        journal.write(event);
      }
    }
    return lines(Files.readString(file));
  }

  /** What {@code apply}, {@code attach}, {@code recover}, {@code show} and the others print. */
  private List<JsonNode> printed() throws Exception {
    JsonRunView run = new JsonRunView(output.out());
    events().forEach(event -> run.event(RecordedEvent.of(event)));
    run.answer("waiting");
    run.gone("it went away");
    CommandAnswerView command = new CommandAnswerView.Json(output);
    command.silent("not yet");
    command.answer("wrong", false);
    command.gone("it went away");
    for (Outcome.End end : Outcome.End.values()) {
      run.end(new Outcome(end, "t"));
      command.end(new Outcome(end, "t"), end.exit());
    }
    ShowView show = new ShowView.Json(output);
    journal();
    FileJournal.read(folder.resolve("journal.jsonl")).forEach(show::event);
    show.now("waiting");
    RunsView runs = new RunsView.Json(output);
    for (RunEvent event : events()) {
      for (RunStatus.State state : RunStatus.State.values()) {
        if (state != RunStatus.State.ENDED) {
          runs.run(
              "r1",
              new RunStatus(state, event, Optional.empty()),
              state == RunStatus.State.OPEN
                  ? Optional.of(Duration.ofSeconds(45))
                  : Optional.empty());
        }
      }
      for (Outcome.End end : Outcome.End.values()) {
        runs.run(
            "r1",
            new RunStatus(RunStatus.State.ENDED, event, Optional.of(new Outcome(end, "t"))),
            Optional.empty());
      }
    }
    return lines(out.toString());
  }

  /** A review with each ruling, each level of permission and each time that is tightened. */
  private Review review() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central], oob: none}
              net: {address: 192.0.2.12, roles: [chassis], oob: none}
              cmp: {address: 192.0.2.13, roles: [chassis], oob: none}
            """);
    PlanFile plan =
        PlanFile.of(
            YamlFile.parse(
                "plan.yaml",
                """
                apiVersion: safeops/v1
                kind: Plan
                metadata: {name: restart}
                steps:
                  - ovn.controller.restart: {}
                    nodes: {names: [cmp]}
                """),
            Actions.names());
    Cluster facts = FactsFile.load("facts.json", BreakingCommands.healthyFacts().getBytes(UTF_8));
    Review made =
        new Reviewer(PolicySet.load(List.of()), List.of(), Inventory.load(file))
            .review(plan.plan(Map.of()), facts);
    List<Verdict> verdicts = new ArrayList<>();
    for (Verdict.Ruling ruling : Verdict.Ruling.values()) {
      for (WaiverLevel level : WaiverLevel.values()) {
        verdicts.add(Verdict.builder("r/1", ruling).waivable(level).meanwhile(true).build());
      }
    }
    List<TightenedTime> tightened = new ArrayList<>();
    for (String setting : List.of("deadline", "lease", "hold")) {
      tightened.add(
          new TightenedTime(setting, Duration.ofHours(1), Duration.ofMinutes(1), Optional.empty()));
    }
    GuardPlan guard = made.guardPlan();
    return new Review(
        made.plan(),
        made.before(),
        new GuardPlan(
            guard.nodes(),
            guard.deadline(),
            guard.lease(),
            guard.hold(),
            guard.baseline(),
            tightened,
            List.of()),
        verdicts,
        made.steps(),
        made.cuts());
  }

  private JsonNode reviewed() throws Exception {
    Review review = review();
    StringWriter line = new StringWriter();
    new JsonReviewView(new PrintWriter(line, true), Optional.empty())
        .show(review, Forecast.of(review, MeasuredTimes.UNKNOWN));
    return JSON.readTree(line.toString());
  }

  @Test
  void eachLineIsDescribedAndEachKeyAndWordOfTheSchemaIsWritten() throws Exception {
    List<JsonNode> lines = new ArrayList<>(printed());
    lines.addAll(journal());
    lines.add(reviewed());
    Set<String> never = SCHEMA.declared();
    for (JsonNode line : lines) {
      assertThat(SCHEMA.strictProblems(line)).as(line.toString()).isEmpty();
      never.removeAll(SCHEMA.used(line));
    }
    assertThat(never).isEmpty();
    assertThat(lines).hasSizeGreaterThan(300);
  }

  @Test
  void theListHasEveryEvent() {
    assertThat(events().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(RunEvent.class.getPermittedSubclasses())
                .filter(each -> each != RunEvent.OtherEvent.class)
                .toList());
  }

  @Test
  void whatIsPrintedNamesItsFormat() throws Exception {
    List<JsonNode> lines = new ArrayList<>(printed());
    lines.add(reviewed());
    assertThat(lines)
        .hasSizeGreaterThan(300)
        .allMatch(line -> line.path("format").asText().equals("safeops.events/1"))
        .allMatch(line -> line.fieldNames().next().equals("format"));
  }

  /** A program that has this schema goes on when safeops is newer than the schema. */
  @Test
  void newKindsAndKeysOfANewerVersionAreNoError() throws Exception {
    RunEvent news = new RunEvent.OtherEvent("NEWS", "t", Map.of("from", "n1"));
    new JsonRunView(output.out()).event(RecordedEvent.of(news));
    new JsonRunView(output.out())
        .event(RecordedEvent.of(new RunEvent.Note("t")).with("news", "n1"));
    for (JsonNode line : lines(out.toString())) {
      assertThat(SCHEMA.problems(line)).isEmpty();
      assertThat(SCHEMA.strictProblems(line)).isNotEmpty();
    }
    ObjectNode line = (ObjectNode) journal().get(0);
    line.put("news", 1);
    assertThat(SCHEMA.problems(line)).isEmpty();
    assertThat(SCHEMA.strictProblems(line)).isNotEmpty();
  }

  @Test
  void aWrongValueIsNoLine() throws Exception {
    String begin = "{\"format\":\"safeops.events/1\",";
    for (String wrong :
        List.of(
            begin + "\"event\":\"ARMED\",\"text\":\"t\",\"data\":{\"seconds\":\"soon\"}}",
            begin + "\"event\":\"ARMED\",\"text\":\"t\"}",
            begin + "\"end\":\"ENDED\",\"exit\":0,\"text\":\"t\"}",
            "{\"format\":\"safeops.events/2\",\"answer\":\"t\"}",
            "{\"answer\":\"t\"}")) {
      assertThat(SCHEMA.problems(JSON.readTree(wrong))).as(wrong).isNotEmpty();
    }
  }

  /** The lines are those that safeops wrote before there was a schema. */
  @Test
  void aJournalOfAnOlderRunIsReadAndFollowsTheSchema() throws Exception {
    String older =
        """
        {"seq":0,"at":"2026-01-02T03:04:05.678Z","kind":"STARTED","text":"t","data":{"digest":"d1",\
        "user":"me","nodes":"a:voter"},"prev":"%s"}
        """
            .formatted("0".repeat(64));
    Path file = Files.writeString(folder.resolve("journal.jsonl"), older);
    assertThat(SCHEMA.strictProblems(JSON.readTree(older))).isEmpty();
    try (FileJournal journal = FileJournal.open(file, Clock.systemUTC())) {
      journal.write(new RunEvent.Note("taken over"));
    }
    assertThat(FileJournal.read(file)).hasSize(2);
    assertThat(FileJournal.firstBroken(file)).isZero();
  }
}
