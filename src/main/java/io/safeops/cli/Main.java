package io.safeops.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** Entry point of the {@code safeops} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line and gives its exit status. */
  static int run(String... args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    CommandLine command = commandLine(args).setOut(out).setErr(err);
    if (System.getenv("NO_COLOR") != null) {
      command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    }
    return command.execute(args);
  }

  /**
   * The commands, with failures as words and exit statuses: only the one that is asked for, where
   * the first word names one, as looking at all takes a tenth of a second; else all of them.
   */
  static CommandLine commandLine(String... args) {
    CommandLine safeops = new CommandLine(new Safeops());
    List<Class<?>> asked =
        Safeops.COMMANDS.stream()
            .filter(each -> args.length > 0 && nameOf(each).equals(args[0]))
            .toList();
    boolean one = !asked.isEmpty() && !asked.contains(HelpCommand.class);
    (one ? asked : Safeops.COMMANDS).forEach(safeops::addSubcommand);
    return safeops
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::inCommand);
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
