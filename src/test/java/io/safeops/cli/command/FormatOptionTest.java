package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Programs can ask every command for JSON. */
class FormatOptionTest {

  /**
   * Have no result to show: they group or run other commands, run in the background, write files,
   * or print help.
   */
  private static final Set<String> WITHOUT =
      Set.of("policy", "shell", "run-process", "warm-up", "reference", "help");

  @Test
  void everyCommandTakesFormat() {
    List<CommandLine> commands = List.copyOf(Main.commandLine().getSubcommands().values());
    List<CommandLine> rules =
        List.copyOf(Main.commandLine().getSubcommands().get("policy").getSubcommands().values());
    assertThat(commands).hasSizeGreaterThan(12);
    for (CommandLine command : commands) {
      boolean takes = command.getCommandSpec().findOption("--format") != null;
      assertThat(takes)
          .as(command.getCommandName())
          .isEqualTo(!WITHOUT.contains(command.getCommandName()));
    }
    assertThat(rules)
        .hasSize(3)
        .allMatch(command -> command.getCommandSpec().findOption("--format") != null);
  }
}
