package io.safeops.cli.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.house.TestTools;
import io.safeops.review.policytest.PolicyTests;
import io.safeops.run.TypedCommand;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.RunStore;
import io.safeops.session.RunRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees in the shell, on a real terminal. No node is asked. */
@Tag("process")
@Timeout(600)
class ShellOnATerminalTest {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  private Path folder = Path.of("");
  private Path inventory = Path.of("");
  private Path facts = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    TestTools.need("tmux");
    folder = Files.createTempDirectory("so");
    inventory =
        Files.writeString(
            folder.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 127.0.0.1, roles: [central, chassis], ssh: {proxy-command: [sleep, "600"]}, oob: {console: a, survives: [nic, lan]}}
              net: {address: 192.0.2.12, roles: [chassis, gateway], ssh: {proxy-command: [sleep, "600"]}, oob: {console: b, survives: [nic, lan]}}
              cmp: {address: 192.0.2.13, roles: [chassis], ssh: {proxy-command: [sleep, "600"]}, oob: {console: c, survives: [nic, lan]}}
            """);
    facts = folder.resolve("facts.json");
    FactsFile.save(PolicyTests.startingCluster("healthy"), facts);
  }

  @AfterEach
  void end() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private TmuxTerminal opens(Map<String, String> environment, String... more) {
    Map<String, String> all = new TreeMap<>(environment);
    all.put("XDG_STATE_HOME", folder.toString());
    List<String> words = new java.util.ArrayList<>(List.of("shell", "-i", inventory.toString()));
    words.addAll(List.of(more));
    try {
      Path own = Files.createDirectories(folder.resolve("t" + System.nanoTime() % 100000));
      TmuxTerminal terminal =
          new TmuxTerminal(own, 120, 40, all, TypedCommand.line(words.toArray(String[]::new)));
      return terminal.waits(
          shown -> shown.contains("safeops>") || shown.contains("ended with"), "the prompt");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TmuxTerminal opens() {
    return opens(Map.of());
  }

  /** Presses Ctrl-D at the prompt. Before it, the terminal would take it for its own. */
  private static void leaves(TmuxTerminal terminal) {
    prompts(terminal);
    waited();
    terminal.presses("C-d");
    assertThat(terminal.ends()).isZero();
  }

  private static void prompts(TmuxTerminal terminal) {
    terminal.waits(
        shown ->
            List.of(shown.strip().split("\n")).stream().reduce("", (a, b) -> b).equals("safeops>"),
        "the prompt, last");
  }

  private Path history() {
    return folder.resolve("safeops/shell-history");
  }

  @Test
  void aReviewIsTypedWithTab() throws Exception {
    try (TmuxTerminal terminal = opens(Map.of(), "--facts", facts.toString())) {
      terminal.writes("rev recreate-l").presses("Tab").sees("rev recreate-localnet ");
      terminal.writes("-p ").presses("Tab").sees("(ovn-switch: the logical switch");
      terminal.writes("sw").presses("Tab").sees("-p switch=");
      terminal.writes("neu").presses("Tab").sees("-p switch=" + SWITCH);
      terminal.types(" --facts " + facts).sees("passes: 1 step(s), nothing was touched");
      leaves(terminal);
    }
  }

  @Test
  void whatIsNotWholeRunsNothingAndAStatusIsSaidInWords() throws Exception {
    try (TmuxTerminal terminal = opens()) {
      terminal.types("app recreate-localnet").sees("nothing was done: `apply` can change");
      terminal.types("").types("schema nosuch").sees("exit 2: wrong usage, or a file that does");
      terminal.types("!!").sees("there is no word `!!`");
      terminal.types("exit");
      assertThat(terminal.ends()).isZero();
    }
  }

  @Test
  void ctrlCClearsALineAndStopsACommandButNotTheShell() throws Exception {
    Path asked = folder.resolve("asked");
    Files.writeString(
        inventory,
        Files.readString(inventory)
            .replace("[sleep, \"600\"]", "[sh, -c, \"touch " + asked + "; exec sleep 600\"]"));
    try (TmuxTerminal terminal = opens()) {
      terminal.writes("apply recreate-localnet").presses("C-c");
      terminal.waits(shown -> shown.split("safeops>", -1).length == 3, "a new prompt");
      // The nodes of this inventory never answer.
      terminal.types("doctor");
      terminal.waits(shown -> Files.exists(asked), "a node that is asked");
      terminal.presses("C-c").sees("stopping; Ctrl-C again leaves the shell").sees("stopped by");
      Files.delete(asked);
      terminal.types("apply restart-controller -p node=net");
      terminal.waits(shown -> Files.exists(asked), "a node that is asked");
      terminal.presses("C-c").sees("stopped by Ctrl-C; `runs` tells whether a run is open");
      terminal.types("policy explain paths/no-loop").sees("guards against");
      leaves(terminal);
    }
  }

  private static boolean waited() {
    java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    return true;
  }

  @Test
  void theNextSessionKnowsWhatWasTypedButNoCode() throws Exception {
    try (TmuxTerminal terminal = opens()) {
      terminal.types("policy explain paths/no-loop").sees("guards against");
      terminal.types("confirm 20260101-000000-none --code K7M2QX").sees("no run 20260101");
      leaves(terminal);
    }
    assertThat(history()).hasContent("policy explain paths/no-loop");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(history())))
        .isEqualTo("rw-------");
    try (TmuxTerminal terminal = opens()) {
      terminal.presses("Up").sees("safeops> policy explain paths/no-loop");
      assertThat(terminal.shown()).doesNotContain("K7M2QX");
    }
  }

  @Test
  void aHistoryThatCannotBeKeptIsSaidOnce() throws Exception {
    Files.createDirectories(history());
    try (TmuxTerminal terminal = opens()) {
      terminal.types("runs").types("schema nosuch").sees("exit 2");
      terminal.types("policy explain paths/no-loop").sees("guards against");
      assertThat(terminal.shown().split("is not kept for later sessions", -1)).hasSize(2);
    }
  }

  @Test
  void severalPastedLinesAreNotRun() throws Exception {
    try (TmuxTerminal terminal = opens()) {
      terminal.pastes("policy explain paths/no-loop\nrollback 20260101-000000-none\n");
      terminal.presses("Enter").sees("these are several lines");
      assertThat(terminal.shown()).doesNotContain("guards against", "no run 2026");
    }
  }

  /** A session has the terminal for itself, and the shell has it again afterwards. */
  @Test
  void aSessionWithARunIsAsOutsideOfTheShell() throws Exception {
    try (ScriptedRun run = new ScriptedRun(folder, List.of("ctl", "net", "cmp"));
        TmuxTerminal terminal = opens()) {
      run.tell(new RunEvent.Armed("ctl, net, cmp armed", Optional.of(Duration.ofMinutes(5))));
      run.tell(new RunEvent.StepProposed("recreate: lsp-del x", "recreate", Optional.of(1)));
      terminal.writes("attach ").presses("Tab").sees("attach " + run.id).presses("Enter");
      terminal.sees("answering 3").types("go").sees("taken");
      terminal.presses("C-c").sees("Enter keeps waiting").presses("Enter");
      terminal.types("nodes").sees("undoes by itself in").types("k7m2qx");
      terminal.waits(shown -> run.asked.size() == 2, "the code");
      assertThat(run.asked).containsExactly("Go recreate", "Confirm k7m2qx");
      run.ends(new Outcome(End.ROLLED_BACK, "undone and proven."));
      terminal.sees("exit 4: rolled back, proven to be as before");
      terminal.types("runs").sees(run.id + "  ");
      terminal.types("schema nosuch").sees("exit 2: wrong usage");
      leaves(terminal);
      assertThat(folder.resolve("safeops/session-history")).hasContent("nodes");
      assertThat(history()).hasContent("attach " + run.id + "\nruns\nschema nosuch");
    }
  }

  /** The words of an earlier session that only showed something are there in the next. */
  @Test
  void aSessionKnowsWhatWasTypedInAnEarlierOne() throws Exception {
    try (ScriptedRun run = new ScriptedRun(folder, List.of("ctl"))) {
      run.tell(new RunEvent.Armed("ctl armed", Optional.of(Duration.ofMinutes(5))));
      try (TmuxTerminal terminal = opens()) {
        terminal.types("attach " + run.id).sees("answering 1");
        terminal.types("nodes").sees("undoes by itself in").types("K7M2QX").sees("taken");
        terminal.types("go").presses("C-d").sees("detached: the run goes on");
        prompts(terminal);
        assertThat(terminal.shown()).doesNotContain("exit 1", "itself failed");
        terminal.types("attach " + run.id);
        terminal.waits(shown -> shown.split("answering 1", -1).length >= 2, "the session");
        terminal.waits(
            shown -> shown.stripTrailing().contains("safeops " + run.id + "> "), "its prompt");
        waited();
        terminal.presses("Up");
        terminal.sees("safeops " + run.id + "> nodes");
      }
    }
  }

  @Test
  void aPlainTerminalGetsPlainLines() throws Exception {
    for (Map<String, String> environment :
        List.of(Map.of("TERM", "dumb"), Map.of("SAFEOPS_PLAIN", "1"))) {
      try (TmuxTerminal terminal = opens(environment)) {
        terminal.writes("apply x").presses("C-c");
        terminal.waits(shown -> shown.split("safeops>", -1).length == 3, "a new prompt");
        terminal.types("rev").sees("Missing required parameter").types("app").sees("whole word");
        leaves(terminal);
        assertThat(terminal.sent()).doesNotContain("\u001b[");
      }
    }
  }

  /** Nodes that cannot be reached have names, too. */
  @Test
  void factsThatWereReadAreKeptForTab() throws Exception {
    Files.writeString(
        inventory, Files.readString(inventory).replace("[sleep, \"600\"]", "[false]"));
    try (TmuxTerminal terminal = opens()) {
      terminal.types("facts -o " + folder.resolve("new.json"));
      terminal.sees("Tab now completes the names of this cluster: nodes 3");
      terminal.sees("exit 6: a node, or Neutron, could not be read");
      terminal.writes("apply restart-controller -p node=n").presses("Tab").sees("-p node=net");
    }
  }

  @Test
  void aShellWithoutItsFilesDoesNotBegin() throws Exception {
    for (String option : List.of("--inventory", "--facts", "--policies")) {
      TypedCommand.Said said = TypedCommand.types(folder, "shell", option, folder + "/none");
      assertThat(said.exit()).as(said.text()).isEqualTo(2);
      assertThat(said.text()).contains(folder + "/none").doesNotContain("Exception");
    }
  }

  private TypedCommand.Said reads(String text) throws Exception {
    Path lines = Files.writeString(folder.resolve("lines"), text);
    ProcessBuilder builder =
        new ProcessBuilder(TypedCommand.line("shell", "-i", inventory.toString()))
            .redirectErrorStream(true)
            .redirectInput(lines.toFile());
    builder.environment().put("XDG_STATE_HOME", folder.toString());
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new TypedCommand.Said(process.waitFor(), said);
  }

  /** The shell's inventory may be that of another cluster. */
  @Test
  void aRunOfThisMachineIsRecoveredWithItsOwnInventory() throws Exception {
    RunStore store = new RunStore(folder.resolve("safeops").resolve("runs"));
    String run = store.create(Clock.systemUTC(), new Random(1));
    RunRequest.builder("builtin:restart-controller", folder.resolve("own.yaml").toString())
        .user("kim")
        .host("desk")
        .build()
        .save(store.request(run));
    TypedCommand.Said said = reads("recover " + run + "\n");
    assertThat(said.exit()).as(said.text()).isEqualTo(2);
    assertThat(said.text()).contains("own.yaml").doesNotContain(inventory.toString());
  }

  /** A file of lines needs no terminal, and a command in it asks nothing. */
  @Test
  void linesOfAFileRunWithoutAPrompt() throws Exception {
    TypedCommand.Said said =
        reads(
            "rev recreate-localnet -p switch="
                + SWITCH
                + " --facts "
                + facts
                + "\n# the end\nschema plan\nschema nosuch\napply recreate-localnet\n");
    assertThat(said.exit()).as(said.text()).isEqualTo(2);
    assertThat(said.text())
        .contains(
            "passes: 1 step(s)",
            "draft-07",
            "line 4: exit 2",
            "line 4: the lines below it were not run")
        .doesNotContain("safeops>", "line 5");
    assertThat(history()).as("nobody typed them").doesNotExist();
  }
}
