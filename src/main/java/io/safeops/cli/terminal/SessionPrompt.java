package io.safeops.cli.terminal;

import io.safeops.cli.terminal.SessionStatus.Line;
import io.safeops.document.Printable;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import java.io.IOError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.reader.Completer;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.jline.utils.Status;
import org.jspecify.annotations.Nullable;

/**
 * A prompt with a status area below it, which says how the run stands and how long it is until the
 * nodes undo. JLine's status area has no lock of its own, so it is drawn under the lock of the
 * reader.
 *
 * <p>On a plain terminal, which has no cursor movements or whose reader wants none, there is no
 * area: the time left is said in a line of its own, seldom, and more often towards the end.
 */
public final class SessionPrompt extends LineReaderImpl implements AutoCloseable {

  /** Ticks come once a second: a terminal that gives no size for so many is gone, or none. */
  private static final int MOST_UNDRAWN = 3;

  /** When a plain terminal says the time left, in seconds. Between them nothing is sent. */
  private static final List<Integer> SAID_AT =
      List.of(1800, 1200, 900, 600, 480, 360, 300, 240, 180, 120, 90, 60, 45, 30, 20, 10, 5);

  /** How often, in seconds, a plain terminal says how many nodes have answered. */
  private static final int PROGRESS_SAID = 10;

  /** Of the status area. */
  private static final int LINES = 3;

  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "status");
            thread.setDaemon(true);
            return thread;
          });
  private final SessionStatus sessionStatus;
  private boolean isPlain;
  private final boolean hasColours;

  /** Whether Ctrl-C was pressed while nothing was being read; JLine hears it only then. */
  private final AtomicBoolean wasInterrupted = new AtomicBoolean();

  /** The thread that reads a line, or is about to. */
  private final AtomicReference<@Nullable Thread> reading = new AtomicReference<>();

  private boolean isClosed;

  /** As it was read last. */
  private volatile Size screen = new Size(80, 24);

  /** How often in a row the status could not be drawn. */
  private int undrawn;

  private int saidAt = Integer.MAX_VALUE;

  /** How many seconds nodes are being asked something, on a terminal where nothing is drawn. */
  private int asking;

  /**
   * @param run its id
   * @param isPlain whether nothing on the screen may be drawn again
   * @param mayCommand whether the words that are typed reach the run
   */
  public SessionPrompt(Terminal terminal, String run, boolean isPlain, boolean mayCommand)
      throws IOException {
    super(terminal, "safeops");
    this.sessionStatus = new SessionStatus(run, mayCommand);
    terminal.handle(Terminal.Signal.INT, signal -> interrupted());
    this.isPlain = isPlain || terminal.getType().startsWith(Terminal.TYPE_DUMB);
    this.hasColours = System.getenv("NO_COLOR") == null || System.getenv("NO_COLOR").isEmpty();
    if (this.isPlain) {
      // Nothing is drawn here, so nothing asks for the size again.
      screen = terminal.getSize();
    }
    // The area is there before the first prompt: while a line is being typed, nothing moves.
    tick();
    clock.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /**
   * Completes words with this, and keeps words that only show something for later sessions, in a
   * file of their own. A word that changes something is typed by the operator each time; a code is
   * forgotten at once.
   */
  void completesWith(Completer completer) {
    setCompleter(completer);
    setVariable(HISTORY_SIZE, LineHistory.MOST);
    setHistory(LineHistory.ofUser("session-history", SessionPrompt::keep, this::printAbove));
  }

  private static LineHistory.Keep keep(String line) {
    SessionWord word = SessionWord.of(line);
    if (word instanceof SessionWord.Confirm) {
      return LineHistory.Keep.NEVER;
    }
    // What is unclear may be a mistyped code.
    return word instanceof SessionWord.Unclear
            || word instanceof SessionWord.Go
            || word instanceof SessionWord.Rollback
            || word instanceof SessionWord.Extend
        ? LineHistory.Keep.HERE
        : LineHistory.Keep.ALWAYS;
  }

  /**
   * Something happened. It is drawn before a line above tells it: the two must not contradict.
   *
   * @param ago how long ago, by the clock of the run; empty if it told no time
   */
  void happened(RunEvent event, Optional<Duration> ago) {
    lock.lock();
    try {
      long since = ago.filter(length -> !length.isNegative()).map(Duration::toNanos).orElse(0L);
      sessionStatus.event(event, System.nanoTime() - since);
      if (event.untilUndo().isPresent()) {
        saidAt = Integer.MAX_VALUE;
      }
      if (!isPlain) {
        tick();
      }
    } finally {
      lock.unlock();
    }
  }

  /** What the run waits for from this session. */
  Awaited awaited() {
    lock.lock();
    try {
      return sessionStatus.mayCommand() ? sessionStatus.awaited() : Awaited.NOTHING;
    } finally {
      lock.unlock();
    }
  }

  /** The explanation of all words. */
  List<String> help() {
    lock.lock();
    try {
      return SessionHints.help(sessionStatus);
    } finally {
      lock.unlock();
    }
  }

  /** The run told how its nodes stand. */
  void told(RunSnapshot snapshot) {
    List<String> news;
    lock.lock();
    try {
      news = sessionStatus.told(snapshot, System.nanoTime());
      if (!isPlain && !news.isEmpty()) {
        tick();
      }
    } finally {
      lock.unlock();
    }
    news.forEach(this::printAbove);
  }

  /** What the run told last of its nodes; empty before. */
  Optional<RunSnapshot> snapshot() {
    lock.lock();
    try {
      return sessionStatus.snapshot();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows what a run says, without the bytes that a terminal acts on, and broken between words
   * where the terminal would break it anywhere.
   */
  @Override
  public void printAbove(String line) {
    Folded.lines(Printable.line(line), screen.getColumns()).forEach(super::printAbove);
  }

  @Override
  public String readLine(String prompt) {
    reading.set(Thread.currentThread());
    try {
      if (wasInterrupted.getAndSet(false)) {
        throw new UserInterruptException("");
      }
      return super.readLine(TerminalQuestion.prompt(prompt));
    } catch (IOError interrupted) {
      // Ctrl-C while JLine sets the terminal up, for which it starts stty and waits. It ends the
      // wait
      // or stty itself; in both cases this thread was interrupted.
      if (interrupted.getCause() instanceof InterruptedIOException || Thread.interrupted()) {
        throw new UserInterruptException("");
      }
      throw interrupted;
    } finally {
      reading.set(null);
      // JLine interrupts the thread at Ctrl-C, also when it has just read a line. The mark must not
      // stay: it would close the connection to the run at the next word.
      if (Thread.interrupted()) {
        wasInterrupted.set(true);
      }
    }
  }

  /** Ctrl-C while JLine does not hear it: before it reads, or between two lines. */
  private void interrupted() {
    Thread reader = reading.get();
    if (reader == null) {
      wasInterrupted.set(true);
    } else {
      reader.interrupt();
    }
  }

  private void tick() {
    lock.lock();
    try {
      if (isClosed) {
        return;
      }
      if (isPlain) {
        say();
      } else {
        screen = terminal.getSize();
        draw();
        undrawn = 0;
      }
    } catch (IOError noAnswer) {
      // Ctrl-C ends the stty that JLine waits for, too; once is no reason to draw no more.
      undrawn++;
      if (undrawn >= MOST_UNDRAWN) {
        drawsNoMore(noAnswer);
      }
    } catch (RuntimeException noTerminal) {
      drawsNoMore(noTerminal);
    } finally {
      lock.unlock();
    }
  }

  /** The time left is what an operator needs most: what cannot be drawn is said. */
  private void drawsNoMore(Throwable why) {
    isPlain = true;
    printAbove("the status cannot be drawn here, and is said instead: " + why);
  }

  private void draw() {
    Status status = Status.getStatus(terminal, true);
    if (status == null) {
      return;
    }
    int columns = Math.max(10, screen.getColumns());
    // On a low terminal the events need the room.
    long room = screen.getRows() < 12 ? 1 : LINES;
    List<Line> lines = sessionStatus.lines(System.nanoTime(), columns);
    status.update(lines.stream().skip(LINES - room).map(line -> drawn(line, columns)).toList());
  }

  private AttributedString drawn(Line line, int columns) {
    AttributedStyle style =
        switch (line.urgency()) {
          case CALM -> AttributedStyle.INVERSE;
          case SOON ->
              hasColours
                  ? AttributedStyle.INVERSE.foreground(AttributedStyle.YELLOW)
                  : AttributedStyle.INVERSE;
          case NOW ->
              hasColours
                  ? AttributedStyle.INVERSE.bold().foreground(AttributedStyle.RED)
                  : AttributedStyle.INVERSE.bold();
        };
    AttributedString text = new AttributedString(" " + Printable.line(line.text()) + " ", style);
    return text.columnSubSequence(0, columns);
  }

  /** Says the time left where nothing can be drawn. */
  private void say() {
    sayProgress();
    long now = System.nanoTime();
    Optional<Duration> left = sessionStatus.untilUndo(now);
    int seconds = left.map(rest -> (int) rest.toSeconds()).orElse(Integer.MAX_VALUE);
    int due = SAID_AT.stream().filter(at -> at >= seconds).min(Integer::compare).orElse(seconds);
    boolean isDue = left.isPresent() && due < saidAt;
    if (isDue) {
      saidAt = due;
    }
    if (isDue) {
      List<Line> lines = sessionStatus.lines(now, Integer.MAX_VALUE);
      printAbove(lines.get(lines.size() - 1).text());
    }
  }

  private void sayProgress() {
    Optional<String> progress = sessionStatus.progress();
    asking = progress.isPresent() ? asking + 1 : 0;
    if (asking > 0 && asking % PROGRESS_SAID == 0) {
      printAbove(progress.orElseThrow());
    }
  }

  /** Removes the area, so that the terminal is as before. */
  @Override
  public void close() {
    clock.shutdownNow();
    lock.lock();
    try {
      isClosed = true;
      if (!isPlain) {
        Status status = Status.getStatus(terminal, false);
        if (status != null) {
          status.update(List.of());
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
