package io.safeops.cli.command;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself; its subcommands do everything. */
@Command(
    name = "safeops",
    description = {
      "A guarded change executor for OpenStack/OVN operators.",
      "Every node that a change can hurt undoes it by itself unless you confirm."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "The lab: safeops lab up|down|status|exec|break|heal, safeops demo",
      "Exit: 0 confirmed, passed; 1 safeops failed, or detached; 2 bad input; 3 refused by rules; 4 rolled back and proven;",
      "      5 rolled back, not proven; 6 not started; 7 split."
    })
public final class Safeops implements Runnable {

  /** In the order of the help text. */
  public static final List<Class<?>> COMMANDS =
      List.of(
          InitCommand.class,
          DoctorCommand.class,
          FactsCommand.class,
          TopologyCommand.class,
          ReviewCommand.class,
          ApplyCommand.class,
          ConfirmCommand.class,
          RollbackCommand.class,
          ExtendCommand.class,
          ShowCommand.class,
          AttachCommand.class,
          WatchCommand.class,
          RunsCommand.class,
          RecoverCommand.class,
          PolicyCommand.class,
          SchemaCommand.class,
          ShellCommand.class,
          RunProcessCommand.class,
          WarmUpCommand.class,
          ReferenceCommand.class,
          HelpCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--no-color",
      description = "Print without colours.",
      scope = picocli.CommandLine.ScopeType.INHERIT)
  private boolean noColor;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
