package io.safeops.cli.reference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.house.TestTools;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the tab key makes of a command line, in the shells themselves. */
@Tag("process")
class CompletionTest {

  /** What an operator types before the tab key, and what the last word then is. */
  private static final Map<String, String> LINES =
      Map.ofEntries(
          Map.entry("rev", "review"),
          Map.entry("dem", "demo"),
          Map.entry("policy ex", "explain"),
          Map.entry("review --rep", "--report"),
          Map.entry("policy list --pol", "--policies"),
          Map.entry("review --report mark", "markdown="),
          Map.entry("review --report markdown=com", "markdown=comment.md"),
          Map.entry("review --format sar", "sarif"),
          Map.entry("doctor --format js", "json"),
          Map.entry("review --facts fac", "facts.json"),
          Map.entry("review --policies ru", "rules"),
          Map.entry("apply recreate-loc", "recreate-localnet"),
          Map.entry("review my", "my-plan.yaml"),
          Map.entry("review my-plan.yaml recreate-loc", "recreate-localnet"),
          Map.entry("--no-color apply --waive paths/no-l", "paths/no-loop"),
          Map.entry("policy explain paths/no-l", "paths/no-loop"),
          Map.entry("confirm 20260101-00", "20260101-000000-abcd"));

  @TempDir private Path folder;

  @BeforeEach
  void files() throws Exception {
    for (String file : List.of("comment.md", "facts.json", "my-plan.yaml")) {
      Files.writeString(folder.resolve(file), "");
    }
    Files.createDirectory(folder.resolve("rules"));
    Files.createDirectories(folder.resolve("state/safeops/runs/20260101-000000-abcd"));
  }

  private static Path completions() {
    return Path.of("docs/completion").toAbsolutePath();
  }

  /** A terminal with a shell, whose command safeops prints its last word. */
  @ParameterizedTest
  @CsvSource({
    "bash, bash --norc --noprofile -i, source @/safeops.bash",
    "zsh, zsh -f -i, fpath=(@ $fpath); autoload -U compinit; compinit -u -D"
  })
  void theTabKeyCompletes(String shell, String start, String load) throws Exception {
    TestTools.need(shell);
    TestTools.need("script");
    ProcessBuilder builder =
        new ProcessBuilder("script", "-q", "-e", "-c", start, "/dev/null")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("TERM", "dumb");
    builder.environment().put("HISTFILE", "/dev/null");
    builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    try (OutputStream keys = process.getOutputStream();
        InputStream screen = process.getInputStream()) {
      type(keys, load.replace("@", completions().toString()) + "\n");
      type(
          keys, "safeops() { local last; for last; do :; done; printf '\\n<%s>\\n' \"$last\"; }\n");
      type(keys, "PS1='R''EADY '\n");
      until(screen, "READY ");
      for (Map.Entry<String, String> line : LINES.entrySet()) {
        type(keys, "safeops " + line.getKey() + "\t\n");
        String shown = until(screen, ">");
        // zsh takes the slash after a folder away again when the line ends.
        assertThat(shown.substring(shown.lastIndexOf('<')).replaceFirst("/>$", ">"))
            .as(shell + ": safeops " + line.getKey())
            .isEqualTo("<" + line.getValue() + ">");
        until(screen, "READY ");
      }
      type(keys, "exit\n");
      screen.readAllBytes();
      process.waitFor();
    } finally {
      process.destroy();
    }
  }

  private static void type(OutputStream keys, String text) throws Exception {
    keys.write(text.getBytes(UTF_8));
    keys.flush();
  }

  /** What is shown until this text is. */
  private static String until(InputStream screen, String end) throws Exception {
    StringBuilder shown = new StringBuilder();
    while (shown.indexOf(end) < 0) {
      int next = screen.read();
      assertThat(next).as("the shell ended: " + shown).isNotNegative();
      shown.append((char) next);
    }
    return shown.toString();
  }

  /** fish says itself what it would complete. */
  @ParameterizedTest
  @CsvSource("fish")
  void fishCompletes(String shell) throws Exception {
    TestTools.need(shell);
    for (Map.Entry<String, String> line : LINES.entrySet()) {
      ProcessBuilder builder =
          new ProcessBuilder(
                  "fish",
                  "--no-config",
                  "-c",
                  "source $argv[1]; complete -C $argv[2]",
                  completions().resolve("safeops.fish").toString(),
                  "safeops " + line.getKey())
              .directory(folder.toFile())
              .redirectErrorStream(true);
      builder.environment().put("XDG_STATE_HOME", folder.resolve("state").toString());
      builder.environment().put("HOME", folder.toString());
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      process.waitFor();
      assertThat(output.lines().map(each -> each.replaceFirst("/?(\t.*)?$", "")))
          .as("safeops " + line.getKey())
          .containsExactly(line.getValue());
    }
  }
}
