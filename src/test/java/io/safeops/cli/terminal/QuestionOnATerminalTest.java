package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import io.safeops.run.TypedCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The questions before a run, on a real terminal. */
@Tag("process")
@Timeout(300)
class QuestionOnATerminalTest {

  private Path folder = Path.of("");

  @BeforeEach
  void begin() throws Exception {
    TestTools.need("tmux");
    folder = Files.createTempDirectory("so");
  }

  @AfterEach
  void end() throws Exception {
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private TmuxTerminal asks(String question) throws Exception {
    List<String> command = new ArrayList<>(TypedCommand.line(question, folder + "", read() + ""));
    command.set(
        command.indexOf("io.safeops.cli.command.Main"), "io.safeops.cli.terminal.AskedToRun");
    return new TmuxTerminal(folder, 100, 30, Map.of(), command);
  }

  /** Once this file is there, the question is asked. */
  private Path read() {
    return folder.resolve("read");
  }

  /** A person who waits for the nodes has not seen what the plan would do. */
  @Test
  void whatWasTypedBeforeTheQuestionAgreesToNothing() throws Exception {
    try (TmuxTerminal terminal = asks("run")) {
      terminal.sees("reading the nodes").types("second-localnet").writes("second-local");
      terminal.sees("second-local\n");
      Files.createFile(read());
      terminal.sees("what was typed before this question does not count").sees("says more");
      terminal.types("second-localnet").sees("agreed: it runs");
      assertThat(terminal.ends()).isZero();
    }
  }

  @Test
  void nobodyWalksBecauseOfWhatWasTypedBefore() throws Exception {
    try (TmuxTerminal terminal = asks("walk")) {
      terminal.sees("reading the nodes").types("net");
      terminal.sees("nodes\nnet\n");
      Files.createFile(read());
      terminal.sees("does not count").sees("you would walk to: ").types("").sees("not agreed");
      assertThat(terminal.ends()).isZero();
    }
  }
}
