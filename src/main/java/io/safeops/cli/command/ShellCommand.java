package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.option.PolicyOptions;
import io.safeops.cli.option.TerminalOptions;
import io.safeops.cli.shell.LineDefaults;
import io.safeops.cli.shell.Shell;
import io.safeops.cli.shell.ShellCommands;
import io.safeops.cli.view.ShellView;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.run.store.RunProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code safeops shell}: takes one command after the other. */
@Command(
    name = "shell",
    description = {
      "Type one command after the other, with completion and a history.",
      "A line is a command without `safeops`. Commands that only read may be shortened,"
          + " as `rev` for review. Those that can change the cluster must be typed whole."
          + " `facts` keeps the names that it has read for Tab."
          + " With --plain there is neither completion nor history.",
      "Without a terminal it reads lines from standard input, asks nothing, and ends at"
          + " the first line that fails. Exit: the status of that line, or 0; at a terminal"
          + " always 0."
    },
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PolicyOptions policies;
  @Mixin private TerminalOptions terminal;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Complete the names in this file of facts. Commands do not use it.")
  private @Nullable Path facts;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    check();
    Optional<Cluster> known = facts == null ? Optional.empty() : Optional.of(FactsFile.load(facts));
    Shell shell =
        new Shell(
            new Lines(),
            new LineDefaults(cluster.asTyped(), policies.directories()),
            known,
            new ShellView(spec.commandLine()));
    if (System.console() == null) {
      return shell.read(System.in);
    }
    keepTheProgram();
    return terminal.isPlain() || isDumb() ? shell.plainPrompt(System.in) : shell.prompt();
  }

  private static boolean isDumb() {
    return System.getenv().getOrDefault("TERM", "dumb").startsWith("dumb");
  }

  /** What the shell was given is wrong for every line, or for none. */
  private void check() throws BadInput, DocumentException {
    if (cluster.asTyped().isPresent()) {
      Inventory.load(cluster.inventory());
    }
    if (!policies.directories().isEmpty()) {
      policies.rules();
    }
  }

  /** A shell may be open for days, and a later build removes the program of this one. */
  private static void keepTheProgram() {
    Thread thread =
        new Thread(
            () -> {
              try {
                RunProgram.load();
              } catch (IOException damaged) {
                // A command that needs what is missing says so.
              }
            },
            "program");
    thread.setDaemon(true);
    thread.start();
  }

  /** The commands of safeops. */
  private static final class Lines implements ShellCommands {
    @Override
    public CommandLine of(List<String> words) {
      CommandLine commands = Main.commandLine(words.toArray(String[]::new));
      if (System.console() != null) {
        facts(commands).ifPresent(FactsCommand::printsSummary);
      }
      return commands;
    }

    private static Optional<FactsCommand> facts(CommandLine commands) {
      CommandLine line = commands.getSubcommands().get("facts");
      return line != null && line.getCommand() instanceof FactsCommand command
          ? Optional.of(command)
          : Optional.empty();
    }

    @Override
    public Optional<Cluster> read(CommandLine executed) {
      return facts(executed).flatMap(FactsCommand::seen);
    }

    @Override
    public boolean wasLeft(CommandLine executed) {
      return executed.getSubcommands().values().stream()
          .anyMatch(line -> line.getCommand() instanceof RunSession session && session.wasLeft());
    }
  }
}
