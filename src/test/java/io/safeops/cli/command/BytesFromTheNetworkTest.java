package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.PlainWriter;
import io.safeops.cli.terminal.SessionPrompt;
import io.safeops.cli.terminal.TerminalQuestion;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Json;
import io.safeops.cli.view.JsonRunView;
import io.safeops.cli.view.RunView;
import io.safeops.cli.view.TextRunView;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.transport.RudeServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node or a server says is shown, and does nothing to the terminal it is shown on. */
class BytesFromTheNetworkTest {

  /** Clears the screen in three spellings, turns the line round, hides a word, adds a line. */
  private static final String ATTACK =
      "\u001b[2J\u001b[H\u009b2J\u202eabc\u200bdef\u0007\r\n  all nodes confirmed\u001b]0;title\u0007";

  /** All but these does something, or is not what it looks like. */
  private static final String FIT =
      "[\\n -~\u00a0-\ufffd&&[^\u00ad\u200b-\u200f\u2028-\u202e\ufeff]]*";

  @TempDir Path dir;

  /** Seen: an sshd's last words cleared the screen before its host key was checked. */
  @ParameterizedTest
  @ValueSource(strings = {"doctor", "facts", "init"})
  void aServersLastWordsActOnNoTerminal(String command) throws Exception {
    try (RudeServer server = new RudeServer(ATTACK)) {
      String inventory =
          Files.writeString(
                  dir.resolve("inventory.yaml"),
                  """
                  apiVersion: safeops/v1
                  kind: Inventory
                  defaults: {ssh: {port: %d}}
                  nodes: {net: {address: 127.0.0.1, roles: [chassis], oob: none}}
                  """
                      .formatted(server.port()))
              .toString();
      Files.setPosixFilePermissions(
          Path.of(inventory), PosixFilePermissions.fromString("rw-------"));
      String[] words =
          command.equals("init")
              ? new String[] {
                "init",
                "root@127.0.0.1",
                "--port",
                "" + server.port(),
                "-o",
                dir.resolve("new.yaml").toString()
              }
              : (command + " -i " + inventory).split(" ");
      ByteArrayOutputStream screen = new ByteArrayOutputStream();

      assertThat(Main.run(screen, screen, words)).isEqualTo(Exit.NOT_STARTED);

      String shown = screen.toString(StandardCharsets.UTF_8);
      assertThat(shown).contains("all nodes confirmed", "127.0.0.1").matches(FIT);
      assertThat(shown.lines()).noneMatch(line -> line.strip().startsWith("all nodes confirmed"));
    }
  }

  @Test
  void whatARunSaysActsOnNoTerminal() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    PlainWriter out = PlainWriter.to(screen);
    RecordedEvent event =
        RecordedEvent.of(new RunEvent.OtherEvent(ATTACK, ATTACK, Map.of("because", ATTACK)));
    for (RunView view : new RunView[] {new TextRunView(out, out), new JsonRunView(out)}) {
      view.event(event);
      view.answer(ATTACK);
      view.gone(ATTACK);
      view.end(new Outcome(Outcome.End.NOT_PROVEN, ATTACK));
    }
    assertThat(screen.toString(StandardCharsets.UTF_8)).contains("abc").matches(FIT);
    assertThat(screen.toString(StandardCharsets.UTF_8).lines()).hasSize(8);
  }

  /** A program that takes the text out of the JSON shows it, too. */
  @Test
  void theTextInJsonIsAsPlain() throws Exception {
    String line = Json.line(java.util.Map.of("answer", ATTACK));
    assertThat(line).doesNotContain("\\u001b", "\\u009b", "\\u0007");
  }

  @Test
  void whatIsShownAboveThePromptIsPlain() throws Exception {
    ByteArrayOutputStream screen = new ByteArrayOutputStream();
    try (DumbTerminal terminal =
            new DumbTerminal(
                "test",
                "dumb",
                new ByteArrayInputStream(new byte[0]),
                screen,
                StandardCharsets.UTF_8);
        SessionPrompt reader = new SessionPrompt(terminal, "r", false, true)) {
      reader.printAbove(ATTACK);
      terminal.flush();
    }
    assertThat(screen.toString(StandardCharsets.UTF_8))
        .contains("all nodes confirmed")
        .matches(FIT);
  }

  @Test
  void aPromptIsPlainAndNoPattern() {
    assertThat(TerminalQuestion.prompt("run \u001b[2J100%?")).isEqualTo("run \ufffd[2J100%%?");
  }
}
