package io.safeops.cli.command;

import io.safeops.cli.terminal.PlainWriter;
import io.safeops.cli.view.Failures;
import java.io.OutputStream;
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
  public static int run(String... args) {
    return run(System.out, System.err, args);
  }

  /** The same, but prints to these streams. Only plain text reaches them. */
  public static int run(OutputStream out, OutputStream err, String... args) {
    return run(commandLine(args), out, err, args);
  }

  /** The same, with other commands. */
  public static int run(CommandLine command, OutputStream out, OutputStream err, String... args) {
    PlainWriter plain = PlainWriter.to(err);
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> Failures.inThread(thread, e, plain));
    command.setOut(PlainWriter.to(out)).setErr(plain);
    // Colours need the control characters that PlainWriter removes.
    command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    try {
      return command.execute(args);
    } catch (Error broken) {
      return Failures.broken(broken, plain);
    }
  }

  /**
   * The commands; a failure becomes a message and an exit status. If the first word names a
   * command, only this one is loaded, because loading all takes a tenth of a second.
   */
  public static CommandLine commandLine(String... args) {
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
