package io.safeops.cli.shell;

import io.safeops.cli.view.Failures;
import io.safeops.cli.view.ShellView;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** Runs the command of one line, and lets Ctrl-C stop it. */
final class LineRunner {

  /** As a process that Ctrl-C has ended. */
  static final int STOPPED = 130;

  private final ShellView view;

  /** Whether Ctrl-C was pressed while neither a prompt nor a command heard it. */
  private final AtomicBoolean wasMissed = new AtomicBoolean();

  LineRunner(ShellView view) {
    this.view = view;
  }

  /** Ctrl-C was pressed between two things: what was to run next does not run. */
  void missed() {
    wasMissed.set(true);
  }

  /** A line was read: what was pressed before it does not count. */
  void begins() {
    wasMissed.set(false);
  }

  /** Runs the command and gives its exit status. */
  int run(CommandLine command, String... words) {
    return run(command, () -> false, words);
  }

  /**
   * The same where a person types: in a thread of its own, because a session interrupts the thread
   * that reads.
   *
   * @param mayBeStopped whether Ctrl-C interrupts the command, and the shell goes on; a second one
   *     ends the shell with it. Otherwise the first one does so
   * @return its exit status; {@link #STOPPED} if Ctrl-C has stopped it
   */
  int runTyped(CommandLine command, boolean mayBeStopped, String... words)
      throws InterruptedException {
    if (wasMissed.getAndSet(false)) {
      return STOPPED;
    }
    AtomicInteger pressed = new AtomicInteger();
    FutureTask<Integer> task = new FutureTask<>(() -> run(command, () -> pressed.get() > 0, words));
    Thread worker = new Thread(task, "command");
    Object before = mayBeStopped ? stops(worker, pressed) : Signals.registerDefault("INT");
    worker.start();
    try {
      int exit = task.get();
      return pressed.get() > 0 ? STOPPED : exit;
    } catch (ExecutionException broken) {
      return Failures.broken(broken, view.err());
    } finally {
      Signals.unregister("INT", before);
    }
  }

  private @Nullable Object stops(Thread worker, AtomicInteger pressed) {
    return Signals.register(
        "INT",
        () -> {
          if (pressed.incrementAndGet() > 1) {
            System.exit(STOPPED);
          }
          view.remark("stopping; Ctrl-C again leaves the shell, too");
          worker.interrupt();
        });
  }

  private int run(CommandLine command, Supplier<Boolean> isStopped, String... words) {
    command.setOut(view.out()).setErr(view.err());
    // Colours need the control characters that the writers remove.
    command.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    command.setExecutionExceptionHandler(
        (failure, failed, parsed) ->
            isStopped.get() ? STOPPED : Failures.inCommand(failure, failed, parsed));
    try {
      return command.execute(words);
    } catch (Error broken) {
      return Failures.broken(broken, view.err());
    }
  }
}
