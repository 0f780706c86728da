package io.safeops.cli.shell;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.reference.CommandForm;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.ShellView;
import io.safeops.facts.model.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines and runs each as a command of safeops, with the options that the shell was given. A
 * line that fails does not end it.
 */
public final class Shell {

  private final ShellCommands commands;
  private final LineDefaults defaults;
  private final ShellView view;
  private final LineRunner runner;
  private final KnownClusters clusters = new KnownClusters();
  private @Nullable CommandForm safeops;

  /** Whether the line was a session with a run that the person has left. */
  private boolean wasLeft;

  /**
   * @param facts of the cluster of the shell's inventory, for completion only
   */
  public Shell(
      ShellCommands commands, LineDefaults defaults, Optional<Cluster> facts, ShellView view) {
    this.commands = commands;
    this.defaults = defaults;
    this.view = view;
    this.runner = new LineRunner(view);
    facts.ifPresent(known -> clusters.keep(defaults.inventory().orElse(""), known));
  }

  /**
   * Lets a person type, until Ctrl-D or {@code exit}.
   *
   * @return 0: the person has seen how each line ended
   */
  public int prompt() throws IOException, InterruptedException {
    view.remark("Tab completes, `help` lists the words, Ctrl-D leaves");
    return prompt(
        new ShellPrompt(
            new ShellCompleter(this::safeops, defaults, clusters),
            new KeptLines(this::safeops),
            view));
  }

  /**
   * The same where nothing on the screen may be drawn again: without completion and history.
   *
   * @param in the terminal
   */
  public int plainPrompt(InputStream in) throws IOException, InterruptedException {
    view.remark("`help` lists the words, Ctrl-D leaves");
    return prompt(new PlainPrompt(in, view));
  }

  private int prompt(ShellLines lines) throws IOException, InterruptedException {
    Object before = Signals.register("INT", runner::missed);
    try {
      run(lines);
      return Exit.OK;
    } finally {
      Signals.unregister("INT", before);
    }
  }

  /**
   * Reads the lines of a file or of another program, up to the first that fails: nobody is there to
   * judge whether the next one may still run.
   *
   * @return the exit status of the line that failed; 0 if none did
   */
  public int read(InputStream in) throws IOException, InterruptedException {
    return run(new LinesOfInput(in));
  }

  int run(ShellLines lines) throws IOException, InterruptedException {
    int last = Exit.OK;
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      int exit;
      runner.begins();
      wasLeft = false;
      try {
        List<String> words = withoutSafeops(LineWords.of(line.get()));
        if (words.isEmpty()) {
          continue;
        }
        ShellWord word = word(words.get(0));
        List<String> rest = words.subList(1, words.size());
        if (word == ShellWord.EXIT) {
          if (rest.isEmpty()) {
            break;
          }
          throw new BadInput("`exit` stands alone");
        }
        exit = word == ShellWord.HELP ? help(rest) : does(word, rest, lines);
        // Who leaves a session on purpose knows it, and was told that the run goes on.
        if (exit != Exit.OK && !wasLeft) {
          view.failed(
              lines.where(), exit == LineRunner.STOPPED ? stopped(word) : LineEnd.said(word, exit));
        }
      } catch (BadInput unclear) {
        view.refused(lines.where(), String.valueOf(unclear.getMessage()));
        exit = Exit.BAD_INPUT;
      }
      last = exit == Exit.OK ? last : exit;
      if (exit != Exit.OK && !lines.areTyped()) {
        view.remark(lines.where() + "the lines below it were not run");
        return exit;
      }
    }
    return last;
  }

  /** What a command has asked of a run, the run may have done or still do. */
  private static String stopped(ShellWord word) {
    return "stopped by Ctrl-C"
        + (word.isWhole() ? "; `runs` tells whether a run is open, and how long it has" : "");
  }

  /** A command may be pasted as safeops shows it, with its own name before it. */
  static List<String> withoutSafeops(List<String> words) {
    return !words.isEmpty() && words.get(0).equals("safeops")
        ? words.subList(1, words.size())
        : words;
  }

  private static ShellWord word(String typed) throws BadInput {
    ShellWord.Meaning meaning = ShellWord.of(typed);
    if (meaning instanceof ShellWord.Found found) {
      return found.word();
    }
    throw new BadInput(((ShellWord.Unclear) meaning).why());
  }

  private int does(ShellWord word, List<String> rest, ShellLines lines)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(word.word()));
    words.addAll(rest);
    List<String> filled = defaults.fill(commands.of(words), words);
    var command = commands.of(filled);
    String[] argv = filled.toArray(String[]::new);
    int exit =
        lines.areTyped()
            ? runner.runTyped(command, !word.isStoppedWithTheShell(), argv)
            : runner.run(command, argv);
    wasLeft = commands.wasLeft(command);
    commands.read(command).ifPresent(cluster -> keep(cluster, word, rest, lines.areTyped()));
    return exit;
  }

  private void keep(Cluster cluster, ShellWord word, List<String> rest, boolean isTyped) {
    if (!isTyped) {
      return;
    }
    Optional<String> inventory =
        form(word)
            .flatMap(form -> LineSoFar.of(form, rest).value("--inventory"))
            .or(defaults::inventory);
    clusters.keep(inventory.orElse(""), cluster);
    view.remark(
        "Tab now completes the names of this cluster: nodes "
            + cluster.nodes().size()
            + ", logical switches "
            + cluster.switches().size());
  }

  private int help(List<String> rest) throws BadInput {
    if (rest.isEmpty()) {
      new ShellHelp(safeops()).lines().forEach(view::line);
      return Exit.OK;
    }
    ShellWord word = word(rest.get(0));
    if (!word.isCommand()) {
      new ShellHelp(safeops()).line(word).forEach(view::line);
      return Exit.OK;
    }
    List<String> words = new ArrayList<>(List.of(word.word()));
    words.addAll(rest.subList(1, rest.size()));
    words.add("--help");
    return runner.run(commands.of(words), words.toArray(String[]::new));
  }

  private Optional<CommandForm> form(ShellWord word) {
    return safeops().commands().stream()
        .filter(each -> each.word().equals(word.word()))
        .findFirst();
  }

  /** All commands take a tenth of a second to load: only Tab and `help` need them. */
  private CommandForm safeops() {
    CommandForm known = safeops;
    if (known == null) {
      known = CommandForm.of(commands.of(List.of()).getCommandSpec());
      safeops = known;
    }
    return known;
  }
}
