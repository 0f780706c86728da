package io.safeops.cli.terminal;

import io.safeops.document.Printable;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;

/**
 * A prompt with a line below it that counts down until the nodes undo. JLine's status line has no
 * lock of its own, so it is drawn under the lock of the reader.
 */
public final class CountdownPrompt extends LineReaderImpl implements AutoCloseable {

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "countdown");
            thread.setDaemon(true);
            return thread;
          });
  private long undoneAt;
  private String armed = "";

  public CountdownPrompt(Terminal terminal) throws IOException {
    super(terminal, "safeops");
    clock.scheduleAtFixedRate(this::draw, 1, 1, TimeUnit.SECONDS);
  }

  /** Reads from an event how much time is left. */
  void count(RunEvent event) {
    Optional<Duration> untilUndo = event.untilUndo();
    lock.lock();
    try {
      if (untilUndo.isPresent()) {
        undoneAt = System.nanoTime() + untilUndo.get().toNanos();
        armed = "armed: everything is undone in ";
      }
      if (event instanceof RunEvent.CommitDecided
          || event instanceof RunEvent.RollbackBegan
          || event instanceof RunEvent.Ended) {
        armed = "";
      }
    } finally {
      lock.unlock();
    }
  }

  /** Shows what a run says, without the bytes that a terminal acts on. */
  @Override
  public void printAbove(String line) {
    super.printAbove(Printable.line(line));
  }

  @Override
  public String readLine(String prompt) {
    return super.readLine(TerminalQuestion.prompt(prompt));
  }

  private void draw() {
    lock.lock();
    try {
      Status status = Status.getStatus(terminal, !armed.isEmpty());
      if (status == null) {
        return;
      }
      long left = Math.max(0, Duration.ofNanos(undoneAt - System.nanoTime()).toSeconds());
      AttributedStyle style =
          left < 30
              ? AttributedStyle.INVERSE.foreground(AttributedStyle.RED)
              : AttributedStyle.INVERSE;
      status.update(
          armed.isEmpty()
              ? List.of()
              : List.of(
                  new AttributedString(
                      " " + armed + left / 60 + ":" + (left % 60 < 10 ? "0" : "") + left % 60 + " ",
                      style)));
    } finally {
      lock.unlock();
    }
  }

  /** Removes the line, so that the terminal is as before. */
  @Override
  public void close() {
    clock.shutdownNow();
    lock.lock();
    try {
      armed = "";
      draw();
    } finally {
      lock.unlock();
    }
  }
}
