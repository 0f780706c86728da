package io.safeops.cli.terminal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.guard.NodeKind;
import io.safeops.house.Asciicast;
import io.safeops.house.DocsPictures;
import io.safeops.house.TestTools;
import io.safeops.paths.RecordedRows;
import io.safeops.run.TypedCommand;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec.ConfirmationInput;
import io.safeops.run.store.RunStore;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Records the main path of a session: a review, go, the probes, the code, confirmed. The review is
 * one of facts from the lab; the run's process is scripted.
 */
@Tag("process")
@Timeout(300)
class SessionRecordingTest {

  private static final int COLUMNS = 80;
  private static final int ROWS = 24;

  /** Longer waits are shortened, in tenths of a second. */
  private static final int LONGEST = 20;

  /** When the scripted run begins. */
  private static final LocalTime BEGIN = LocalTime.of(3, 4, 5);

  private static final Pattern TIME =
      Pattern.compile("(?<!(?<!\u001b)\\d)\\d\\d:\\d\\d:\\d\\d(?!\\d)");

  private static final String CODE = "K7M2QX";

  private static final List<String> REVIEW =
      List.of(
          "review",
          "-i",
          "lab.yaml",
          "--facts",
          "facts.json",
          "set-link-up",
          "-p",
          "node=cmp",
          "-p",
          "interface=enp6s18");

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central], oob: {console: its, survives: [nic, lan]}}
        net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic, lan]}}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic, lan]}}
      """;

  private final TreeMap<Long, String> sent = new TreeMap<>();
  private Path folder = Path.of("");
  private ScriptedRun run = null;

  @BeforeEach
  void begin() throws Exception {
    TestTools.need("tmux");
    folder = Files.createTempDirectory("so");
    Instant told = LocalDate.of(2026, 1, 2).atTime(BEGIN).toInstant(ZoneOffset.UTC);
    Clock clock =
        Clock.offset(Clock.systemUTC(), Duration.between(Clock.systemUTC().instant(), told));
    run = new ScriptedRun(folder, List.of("cmp"), 1, clock);
    Cluster broken = RecordedRows.NETWORKS.cluster("uplink-down");
    FactsFile.save(broken, folder.resolve("facts.json"));
    Path inventory = Files.writeString(folder.resolve("lab.yaml"), INVENTORY);
    RunStore store = new RunStore(folder.resolve("safeops").resolve("runs"));
    FactsFile.save(broken, store.reviewedFacts(run.id));
    RunRequest request =
        RunRequest.builder(
                Path.of("playbooks/set-link-up.yaml").toAbsolutePath().toString(),
                inventory.toString())
            .params(Map.of("node", "cmp", "interface", "enp6s18"))
            .user("kim")
            .host("desk")
            .build();
    request.reviewed(PreparedRequest.of(request).plan()).save(store.request(run.id));
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

  private static String shell(List<String> words) {
    return String.join(" ", words.stream().map(word -> "'" + word + "'").toList());
  }

  /** The same command with the class path in absolute names. */
  private static List<String> fromAnyFolder(List<String> command) {
    List<String> words = new ArrayList<>(command);
    int path = words.indexOf("-cp") + 1;
    words.set(
        path,
        String.join(
            ":",
            Stream.of(words.get(path).split(":"))
                .map(each -> Path.of(each).toAbsolutePath().toString())
                .toList()));
    return words;
  }

  /** What a person would have typed, and what it does. */
  private String typed(List<String> words) {
    return "printf '$ safeops %s\\n' '"
        + String.join(" ", words)
        + "'\n"
        + shell(fromAnyFolder(TypedCommand.line(words.toArray(String[]::new))))
        + "\n";
  }

  private TmuxTerminal starts() throws Exception {
    String script =
        "cd "
            + folder
            + "\nsleep 1\n"
            + typed(REVIEW)
            + "sleep 3\n"
            + typed(List.of("attach", run.id));
    Path file = Files.writeString(folder.resolve("play.sh"), script);
    Path own = Files.createDirectories(folder.resolve("t"));
    return new TmuxTerminal(
        own,
        COLUMNS,
        ROWS,
        Map.of("XDG_STATE_HOME", folder.toString(), "TERM", "xterm", "TZ", "UTC", "USER", "kim"),
        List.of("sh", file.toString()));
  }

  /** Notes when the terminal got what, until it is interrupted. */
  private Thread listens(TmuxTerminal terminal) {
    Thread thread =
        new Thread(
            () -> {
              long seen = 0;
              while (!Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(Duration.ofMillis(40).toNanos());
                if (terminal.bytes() > seen) {
                  String all = terminal.sent();
                  sent.put(System.nanoTime(), all.substring((int) seen));
                  seen = all.length();
                }
              }
            },
            "listens");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void waits(int tenths) {
    LockSupport.parkNanos(Duration.ofMillis(100L * tenths).toNanos());
  }

  /** Key by key, as a person does. */
  private static void types(TmuxTerminal terminal, String word) {
    for (char key : word.toCharArray()) {
      terminal.presses(key == ' ' ? "Space" : String.valueOf(key));
      waits(1);
    }
    waits(4);
    terminal.presses("Enter");
  }

  private void asked(TmuxTerminal terminal, String what) {
    terminal.waits(shown -> run.asked.contains(what), "asked for " + what);
  }

  private void plays(TmuxTerminal terminal) throws Exception {
    terminal.sees("nothing was touched");
    run.tell(
        new RunEvent.RunStarted(
            "kim runs set-link-up", "0123abcd", "kim", Map.of("cmp", NodeKind.VOTER)));
    run.undoesIn(Duration.ofMinutes(5));
    run.tell(new RunEvent.Armed("armed: cmp", Optional.of(Duration.ofMinutes(5))));
    run.tell(new RunEvent.StepProposed("up: cmp: ip link set enp6s18 up", "up", Optional.of(1)));
    terminal.sees("the nodes undo by themselves in");
    waits(20);
    types(terminal, "show step");
    waits(40);
    types(terminal, "go");
    asked(terminal, "Go up");
    run.tell(new RunEvent.GoGiven("kim said go for up", "up", "kim"));
    waits(5);
    run.tell(new RunEvent.UndoStaging("up: the undo is on the disk of cmp", "up"));
    waits(8);
    run.tell(new RunEvent.StepBegan("up begins", "up"));
    waits(8);
    run.tell(new RunEvent.StepDone("up is done", "up"));
    waits(12);
    run.tell(new RunEvent.StepHolds("up: everything expected holds", "up"));
    waits(5);
    run.tell(new RunEvent.QuietBegan("waiting until all is quiet"));
    waits(10);
    types(terminal, "probe");
    waits(40);
    run.tell(
        new RunEvent.CodeShown(
            "cmp shows a code on its console: type it here",
            Optional.of(ConfirmationInput.IN_BAND),
            "cmp",
            "tty1",
            Optional.of(Duration.ofMinutes(4))));
    waits(30);
    types(terminal, CODE);
    asked(terminal, "Confirm " + CODE);
    run.tell(new RunEvent.CodeAccepted("kim typed the code"));
    waits(5);
    run.tell(new RunEvent.PrepareBegan("every node answers on a new connection"));
    waits(8);
    run.tell(new RunEvent.CommitDecided("decided: the change stays"));
    waits(5);
    run.tell(new RunEvent.Confirmed("cmp keeps the change"));
    waits(5);
    run.ends(new Outcome(End.CONFIRMED, "confirmed: the change is kept on every node."));
    assertThat(terminal.ends()).isZero();
  }

  /** The times of day on the screen, counted from the time at which the run was told to begin. */
  private static String fromTheBegin(String text, Optional<LocalTime> first) {
    return TIME.matcher(text)
        .replaceAll(
            found ->
                BEGIN
                    .plusSeconds(
                        Duration.between(first.orElseThrow(), LocalTime.parse(found.group()))
                            .toSeconds())
                    .format(DateTimeFormatter.ISO_LOCAL_TIME));
  }

  private Optional<LocalTime> firstTime() {
    return TIME.matcher(String.join("", sent.values()))
        .results()
        .map(found -> LocalTime.parse(found.group()))
        .findFirst();
  }

  /** The outputs as they came, without what belongs to the terminal of the test. */
  private Asciicast recorded() {
    List<Asciicast.Output> outputs = new ArrayList<>();
    long begin = sent.firstKey();
    int last = 0;
    int at = 0;
    for (Map.Entry<Long, String> each : sent.entrySet()) {
      int now = (int) Math.round((each.getKey() - begin) / 1e8);
      at += Math.min(LONGEST, now - last);
      last = now;
      String text =
          fromTheBegin(new String(each.getValue().getBytes(ISO_8859_1), UTF_8), firstTime())
              .replace(folder.toString(), "~/.local/state");
      int end = text.indexOf("ended with ");
      if (end >= 0) {
        text = text.substring(0, end);
      }
      if (!text.isEmpty()) {
        outputs.add(new Asciicast.Output(at, text));
      }
      if (end >= 0) {
        break;
      }
    }
    return new Asciicast(
        COLUMNS, ROWS, "safeops: a review, and a change that is confirmed", outputs);
  }

  @Test
  void theMainPath() throws Exception {
    try (TmuxTerminal terminal = starts()) {
      Thread listener = listens(terminal);
      plays(terminal);
      waits(5);
      listener.interrupt();
      listener.join();
    }
    Asciicast cast = recorded();
    String file = cast.written();
    DocsPictures.store(DocsPictures.SESSION, file.getBytes(UTF_8));
    assertThat(file)
        .doesNotContain(folder.toString(), "\ufffd")
        .doesNotContainPattern(
            "\\b" + Pattern.quote(InetAddress.getLocalHost().getHostName()) + "\\b")
        .doesNotContainPattern(
            Pattern.quote(LocalDate.now(ZoneOffset.UTC).toString().replace("-", "")));
    showsTheEnd(Asciicast.parse(file));
  }

  @Test
  void theRecordingOfTheDocumentationShowsTheEnd() throws Exception {
    showsTheEnd(
        Asciicast.parse(Files.readString(DocsPictures.FOLDER.resolve(DocsPictures.SESSION))));
  }

  /** Whoever plays it sees the whole way, and at the end the screen that says how it ended. */
  private void showsTheEnd(Asciicast cast) throws Exception {
    Path file = Files.writeString(folder.resolve("played"), cast.text());
    Path own = Files.createDirectories(folder.resolve("p"));
    try (TmuxTerminal terminal =
        new TmuxTerminal(own, COLUMNS, ROWS, Map.of("TERM", "xterm"), List.of("cat", file + ""))) {
      assertThat(terminal.ends()).isZero();
      assertThat(String.join("\n", terminal.screen()))
          .contains("confirmed: the change is kept on every node.");
      assertThat(terminal.shown())
          .contains("$ safeops review", "nothing was touched", "$ safeops attach ")
          .contains("> go\n", "kim said go for up", "> probe\n", "storm")
          .contains("shows a code on its console", "> " + CODE + "\n", "kim typed the code");
    }
  }
}
