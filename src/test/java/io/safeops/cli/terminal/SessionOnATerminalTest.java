package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import io.safeops.run.TypedCommand;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees who attaches to a run, on real terminals of many sizes and kinds. */
@Tag("process")
@Timeout(600)
class SessionOnATerminalTest {

  private static final Pattern LEFT = Pattern.compile("undo (?:by themselves )?in (\\d+):(\\d\\d)");

  private Path folder = Path.of("");
  private ScriptedRun run = null;

  @BeforeEach
  void begin() throws Exception {
    TestTools.need("tmux");
    folder = Files.createTempDirectory("so");
    run = new ScriptedRun(folder, List.of("ctl", "net", "cmp"));
    run.tell(new RunEvent.Armed("ctl, net, cmp armed", Optional.of(Duration.ofMinutes(5))));
    run.tell(new RunEvent.StepProposed("recreate: lsp-del x", "recreate", Optional.of(1)));
  }

  @AfterEach
  void end() throws Exception {
    run.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private TmuxTerminal attaches(
      int columns, int rows, Map<String, String> environment, String... more) {
    return starts("attach", columns, rows, environment, more);
  }

  private TmuxTerminal starts(
      String command, int columns, int rows, Map<String, String> environment, String... more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("XDG_STATE_HOME", folder.toString());
    List<String> words = new java.util.ArrayList<>(List.of(command, run.id));
    words.addAll(List.of(more));
    try {
      Path own =
          Files.createDirectories(
              folder.resolve("t" + columns + "x" + rows + "-" + System.nanoTime() % 1000));
      return new TmuxTerminal(
          own, columns, rows, all, TypedCommand.line(words.toArray(String[]::new)));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** How long the screen says that the nodes wait. */
  private static Duration left(TmuxTerminal terminal) {
    Matcher matcher = LEFT.matcher(String.join("\n", terminal.screen()));
    assertThat(matcher.find()).as(String.join("\n", terminal.screen())).isTrue();
    return Duration.ofSeconds(
        60 * Long.parseLong(matcher.group(1)) + Long.parseLong(matcher.group(2)));
  }

  private void isRight(TmuxTerminal terminal) {
    Duration off = left(terminal).minus(run.untilUndo()).abs();
    // The screen shows whole seconds, once a second; this process and tmux take their time too.
    assertThat(off).as(String.join("\n", terminal.screen())).isLessThan(Duration.ofMillis(2500));
  }

  @Test
  void theTimeLeftIsAlwaysInSightAndThatOfTheNodes() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("step 1 of 2").sees("answering 3").sees("undo by themselves in");
      isRight(terminal);
      for (int i = 0; i < 60; i++) {
        run.tell(new RunEvent.Note("something happens, number " + i));
      }
      terminal.sees("number 59");
      isRight(terminal);
      run.undoesIn(Duration.ofMinutes(9));
      terminal.sees("in 8:5");
      isRight(terminal);
      run.undoesIn(Duration.ofSeconds(40));
      terminal.sees("SOON: ").sees("NOW confirm or extend");
      isRight(terminal);
    }
  }

  @Test
  void aSilentNodeIsNamedAtOnceWithTheEndOfItsLease() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3");
      run.falls("net", Duration.ofSeconds(40));
      terminal
          .sees("net does not answer in band: unless it hears from the run")
          .sees("answering 2");
      terminal.sees("SILENT: net for");
      terminal.types("nodes").sees("net  decides  ARMED  SILENT for");
      run.answersAgain("net");
      terminal.sees("net answers in band again: it is ARMED").sees("answering 3");
    }
  }

  @ParameterizedTest(name = "{0}x{1} {2}")
  @CsvSource({
    "80, 24, xterm",
    "40, 10, xterm",
    "200, 60, screen-256color",
    "80, 24, linux",
    "80, 24, vt100"
  })
  void everySizeShowsTheTimeAndTakesWords(int columns, int rows, String term) throws Exception {
    try (TmuxTerminal terminal = attaches(columns, rows, Map.of("TERM", term))) {
      terminal.waits(shown -> LEFT.matcher(shown).find(), "the time left");
      isRight(terminal);
      assertThat(terminal.screen()).hasSizeLessThanOrEqualTo(rows);
      terminal.types("go").sees("taken");
      assertThat(run.asked).containsExactly("Go recreate");
    }
  }

  @Test
  void theStatusFollowsTheSizeOfTheTerminal() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3");
      for (int[] size : new int[][] {{40, 10}, {200, 50}, {80, 24}, {120, 30}}) {
        terminal.resizes(size[0], size[1]);
        run.tell(new RunEvent.Note("提供商网络的本地端口 and רשת הספק, one line that is longer than a row"));
        LockSupport.parkNanos(Duration.ofMillis(2500).toNanos());
        isRight(terminal);
        long areas = terminal.screen().stream().filter(line -> LEFT.matcher(line).find()).count();
        assertThat(areas).as(String.join("\n", terminal.screen())).isEqualTo(1);
      }
      terminal.types("nodes").sees("undoes by itself in");
    }
  }

  /** A second go must not be kept for a step that nobody has seen yet. */
  @Test
  void aGoCountsForTheStepOnTheScreen() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3").types("go").sees("taken");
      run.tell(new RunEvent.GoGiven("recreate: go, says kim", "recreate", "kim"));
      terminal.sees("go, says kim").types("go").sees("no step waits for a go now");
      run.tell(new RunEvent.StepProposed("set the protocols", "step-2", Optional.of(2)));
      terminal.sees("set the protocols").sees("step 2 of 2");
      assertThat(run.asked).containsExactly("Go recreate");
      terminal.types("go all").sees("go to each step from here on");
      terminal.waits(shown -> run.asked.contains("Go step-2"), "the go to the second step");
      run.tell(new RunEvent.GoGiven("step-2: go, says kim", "step-2", "kim"));
      run.tell(new RunEvent.StepProposed("restart it", "step-3", Optional.of(3)));
      terminal.waits(shown -> run.asked.contains("Go step-3"), "the go to the third step");
      run.tell(new RunEvent.StepProposed("no wait", "step-4", Optional.of(4), false));
      terminal.sees("it is done at once");
      assertThat(run.asked).containsExactly("Go recreate", "Go step-2", "Go step-3");
    }
  }

  @Test
  void progressIsCountedAndTheSlowNodesAreNamed() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of());
        TmuxTerminal plain = attaches(80, 24, Map.of(), "--plain")) {
      terminal.sees("answering 3");
      run.asks(12, 100, List.of("n13", "n77"));
      terminal.sees("12 of 100").sees("waiting for n13, n77 and 86 more");
      plain.sees("12 of 100 nodes, waiting for n13, n77 and 86 more");
    }
  }

  @Test
  void ctrlCAsksAndTwiceRollsBack() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3").presses("C-c").sees("Enter keeps waiting");
      assertThat(run.asked).isEmpty();
      terminal.presses("Enter").types("show").sees("taken");
      terminal.presses("C-c");
      terminal.waits(
          shown -> shown.split("Enter keeps waiting", -1).length == 3, "the question again");
      assertThat(run.asked).containsExactly("Show");
      terminal.presses("C-c").sees("Ctrl-C again: rolling back");
      terminal.waits(shown -> run.asked.contains("Rollback"), "a rollback");
    }
  }

  @Test
  void leavingSaysThatTheRunGoesOn() throws Exception {
    for (String key : List.of("C-d", "detach")) {
      try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
        terminal.sees("answering 3");
        if (key.equals("detach")) {
          terminal.types("det");
        } else {
          terminal.presses(key);
        }
        assertThat(terminal.ends()).isEqualTo(1);
        assertThat(terminal.shown()).contains("detached: the run goes on");
      }
    }
    assertThat(run.asked).isEmpty();
  }

  @Test
  void halfWordsChangeNothing() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3").types("").types("g").sees("type the whole word");
      terminal.types("rollb").types("ext").types("K7M20X").sees("a code has no 0");
      assertThat(run.asked).isEmpty();
      terminal.types("k7m2qx").sees("taken");
      assertThat(run.asked).containsExactly("Confirm k7m2qx");
    }
  }

  @Test
  void wordsAreCompleted() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3").presses("r");
      terminal.presses("Tab").sees("> rollback");
      assertThat(run.asked).isEmpty();
    }
  }

  @Test
  void theEndSaysHowAndWhatNext() throws Exception {
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees("answering 3");
      run.ends(new Outcome(End.ROLLED_BACK, "undone and proven."));
      assertThat(terminal.ends()).isEqualTo(4);
      assertThat(terminal.shown())
          .contains("undone and proven.")
          .contains("the whole story: `safeops show " + run.id)
          .contains("next: ");
    }
  }

  /** Nothing is drawn again, and almost nothing is sent while nothing happens for a minute. */
  @Test
  void aPlainTerminalSendsLittle() throws Exception {
    try (TmuxTerminal plain = attaches(80, 24, Map.of("TERM", "xterm"), "--plain");
        TmuxTerminal dumb = attaches(80, 24, Map.of("TERM", "dumb"))) {
      List<TmuxTerminal> both = List.of(plain, dumb);
      both.forEach(terminal -> terminal.sees("type go").sees("undo by themselves in 4:"));
      List<Long> before = both.stream().map(TmuxTerminal::bytes).toList();
      LockSupport.parkNanos(Duration.ofSeconds(60).toNanos());
      for (int i = 0; i < both.size(); i++) {
        assertThat(both.get(i).bytes() - before.get(i)).isLessThan(3000);
      }
      run.falls("net", Duration.ofSeconds(40));
      for (TmuxTerminal terminal : both) {
        terminal.sees("net does not answer in band");
        terminal.types("go").sees("taken");
        assertThat(terminal.sent()).doesNotContain("\u001b[H", "\u001b7", "\u001b[1;");
      }
    }
  }

  @Test
  void whoOnlyWatchesChangesNothing() throws Exception {
    try (TmuxTerminal terminal = starts("watch", 120, 30, Map.of())) {
      terminal.sees("answering 3").sees("watching " + run.id);
      for (String word : List.of("go", "rollback", "extend 60s", "K7M2QX")) {
        terminal.types(word);
      }
      terminal.waits(shown -> shown.split("takes commands", -1).length == 5, "four refusals");
      terminal.presses("C-c").sees("nothing happens to the run");
      terminal.types("nodes").sees("undoes by itself in");
      assertThat(run.asked).isEmpty();
      terminal.presses("C-d");
      assertThat(terminal.ends()).isEqualTo(1);
    }
  }

  /** An old line with the time of now, or with what to type, would be taken for news. */
  @Test
  void whatHappenedBeforeHasItsOwnTimeAndNoHints() throws Exception {
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    run.told(Duration.ofHours(2), new RunEvent.Note("two hours old"));
    run.told(Duration.ofHours(2), new RunEvent.ArmingBegan("arming"));
    try (TmuxTerminal terminal = attaches(120, 30, Map.of())) {
      terminal.sees(SoFar.LINE).sees("now: type go; `show step`").sees("undo by themselves in");
      run.tell(new RunEvent.StepProposed("set the protocols", "step-2", Optional.of(2)));
      terminal.sees("set the protocols   (type go;");
      String shown = terminal.shown();
      String before = shown.substring(0, shown.indexOf(SoFar.LINE));
      assertThat(before)
          .contains("recreate: lsp-del x", "(counted from then)")
          .containsPattern(
              "("
                  + time.format(Instant.now().minusSeconds(7200 + 120)).substring(0, 2)
                  + "|"
                  + time.format(Instant.now().minusSeconds(7200)).substring(0, 2)
                  + "):[0-9:]{5}  two hours old")
          .doesNotContain("type go");
      run.ends(new Outcome(End.ROLLED_BACK, "undone and proven."));
      terminal.ends();
      terminal.sees("time:  120:").sees("since arming");
    }
  }

  @Test
  void whoWatchesIsToldOfNoWordThatReachesTheRun() throws Exception {
    try (TmuxTerminal terminal = starts("watch", 120, 30, Map.of())) {
      terminal.sees("answering 3").sees("this session only watches: detach  help");
      terminal.types("help").sees("no word of it reaches the run");
      assertThat(terminal.shown()).doesNotContain("type go", "extend 60s");
    }
  }

  @Test
  void theOnlyOpenRunAndTheEndOfAnIdAreEnough() throws Exception {
    for (String id : List.of("", run.id.substring(run.id.length() - 4))) {
      Path own = Files.createDirectories(folder.resolve("o" + id));
      String[] words = id.isEmpty() ? new String[] {"attach"} : new String[] {"attach", id};
      try (TmuxTerminal terminal =
          new TmuxTerminal(
              own, 120, 30, Map.of("XDG_STATE_HOME", folder + ""), TypedCommand.line(words))) {
        terminal.sees("answering 3").sees("safeops " + run.id + "> ");
      }
    }
  }

  @Test
  void aListOfRunsTellsHowLongTheNodesWait() throws Exception {
    TypedCommand.Said said = TypedCommand.types(folder, "runs");
    assertThat(said.text()).contains(run.id + "  OPEN, the nodes undo in 4:5");
  }

  @Test
  void twoSessionsFollowOneRun() throws Exception {
    try (TmuxTerminal one = attaches(120, 30, Map.of());
        TmuxTerminal two = attaches(80, 24, Map.of())) {
      one.sees("answering 3");
      two.waits(shown -> LEFT.matcher(shown).find(), "the time left");
      run.tell(new RunEvent.GoGiven("recreate: go, says kim", "recreate", "kim"));
      one.sees("go, says kim");
      two.sees("go, says kim");
    }
  }
}
