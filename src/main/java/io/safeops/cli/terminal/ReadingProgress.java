package io.safeops.cli.terminal;

import io.safeops.cli.option.TerminalOptions;
import io.safeops.document.Printable;
import io.safeops.facts.collect.ReadingListener;
import io.safeops.transport.ssh.Secrets;
import java.io.Console;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells a person who waits how many nodes have been read, and who is slow: in one line of the
 * terminal that is drawn again each second and removed at the end; on a plain terminal in a line of
 * its own every ten seconds. It tells nothing where there is no terminal.
 */
public final class ReadingProgress implements ReadingListener, AutoCloseable {

  /** A quick reading needs no words. */
  private static final Duration SILENT = Duration.ofSeconds(2);

  /** So many nodes are named when only they are left: a line has room for no more. */
  private static final int NAMED = 5;

  /** How often a plain terminal is told, in seconds. */
  private static final int PLAIN_SAID = 10;

  private static final int WIDTH = 78;

  private final Consumer<String> out;
  private final boolean isPlain;
  private final BooleanSupplier isInterrupted;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "reading");
            thread.setDaemon(true);
            return thread;
          });
  private final Set<String> waiting = new LinkedHashSet<>();
  private int all;
  private int seconds;
  private boolean isDrawn;

  /**
   * @param out takes what is to be printed, as it is
   * @param isPlain whether nothing may be drawn again
   * @param isInterrupted whether something else is on the screen now, such as a question
   */
  ReadingProgress(Consumer<String> out, boolean isPlain, BooleanSupplier isInterrupted) {
    this.out = out;
    this.isPlain = isPlain;
    this.isInterrupted = isInterrupted;
  }

  /**
   * For the terminal of this process; a listener that tells nothing where it has none.
   *
   * @param secrets which may be asked for meanwhile
   */
  public static ReadingProgress ofTerminal(Secrets secrets) {
    Console console = System.console();
    String type = System.getenv().getOrDefault("TERM", "dumb");
    ReadingProgress progress =
        new ReadingProgress(
            text -> {
              if (console != null) {
                console.writer().print(text);
                console.flush();
              }
            },
            type.equals("dumb") || TerminalOptions.isPlainWanted(),
            () -> secrets instanceof Passphrases passphrases && passphrases.isAsking());
    if (console != null) {
      progress.start();
    }
    return progress;
  }

  private void start() {
    clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public synchronized void begins(List<String> nodes) {
    waiting.clear();
    waiting.addAll(nodes);
    all = nodes.size();
    seconds = 0;
  }

  @Override
  public synchronized void isRead(String node) {
    waiting.remove(node);
    if (waiting.isEmpty()) {
      clear();
    }
  }

  /** One second has passed. */
  synchronized void tick() {
    seconds++;
    if (waiting.isEmpty() || seconds < SILENT.toSeconds() || isInterrupted.getAsBoolean()) {
      return;
    }
    String text =
        Printable.line(
            "reading facts: "
                + (all - waiting.size())
                + " of "
                + all
                + " nodes"
                + (waiting.size() <= NAMED ? ", waiting for " + String.join(", ", waiting) : ""));
    if (isPlain) {
      if (seconds % PLAIN_SAID == 0) {
        out.accept(text + "\n");
      }
      return;
    }
    clear();
    out.accept(text.length() > WIDTH ? text.substring(0, WIDTH) : text);
    isDrawn = true;
  }

  private void clear() {
    if (isDrawn) {
      out.accept("\r" + " ".repeat(WIDTH) + "\r");
      isDrawn = false;
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      clear();
      waiting.clear();
    }
  }
}
