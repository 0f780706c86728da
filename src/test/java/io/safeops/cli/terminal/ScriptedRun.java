package io.safeops.cli.terminal;

import io.safeops.guard.NodeKind;
import io.safeops.run.EventLoop;
import io.safeops.run.control.RunServer;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.event.RunSnapshot;
import io.safeops.run.event.RunSnapshot.NodeSnapshot;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A run's process as its clients see it: a real socket and journal, with events and nodes as a test
 * says. What the operator asks for is noted and answered, and nothing is done.
 */
final class ScriptedRun implements AutoCloseable {

  final String id;
  final List<String> asked = new CopyOnWriteArrayList<>();

  private final EventLoop loop = new EventLoop();
  private final OperatorCommandQueue commands = new OperatorCommandQueue();
  private final RunServer server;
  private final FileJournal journal;
  private final int steps;
  private final Map<String, Long> undoAt = new LinkedHashMap<>();
  private final Map<String, Long> silentSince = new LinkedHashMap<>();
  private Optional<RunSnapshot.Progress> progress = Optional.empty();
  private volatile Clock told = Clock.systemUTC();
  private volatile boolean over;

  /**
   * @param state where runs are kept, as {@code XDG_STATE_HOME}
   */
  ScriptedRun(Path state, List<String> nodes) throws IOException {
    this(state, nodes, 2, Clock.systemUTC());
  }

  /**
   * @param steps of its plan
   * @param clock that the journal and the name of the run have
   */
  ScriptedRun(Path state, List<String> nodes, int steps, Clock clock) throws IOException {
    this.steps = steps;
    RunStore store = new RunStore(state.resolve("safeops").resolve("runs"));
    id = store.create(clock, new Random(1));
    journal = FileJournal.open(store.journal(id), clock);
    server = RunServer.open(store.socket(id), loop, commands, new ToldClock());
    nodes.forEach(node -> undoAt.put(node, System.nanoTime() + Duration.ofMinutes(5).toNanos()));
    commands.tellWith(this::snapshot);
    Thread thread =
        new Thread(
            () -> loop.await(this::answers, System.nanoTime() + Duration.ofHours(1).toNanos()));
    thread.setDaemon(true);
    thread.start();
  }

  private boolean answers() {
    commands
        .take()
        .ifPresent(
            command -> {
              asked.add(
                  command.getClass().getSimpleName()
                      + (command instanceof OperatorCommand.Confirm confirm
                          ? " " + confirm.code()
                          : command instanceof OperatorCommand.Go go ? " " + go.step() : ""));
              command.done("taken");
            });
    return over;
  }

  private synchronized RunSnapshot snapshot() {
    long now = System.nanoTime();
    List<NodeSnapshot> nodes = new ArrayList<>();
    undoAt.forEach(
        (name, at) ->
            nodes.add(
                new NodeSnapshot(
                    name,
                    NodeKind.VOTER,
                    "ARMED",
                    Optional.of(Duration.ofNanos(now - silentSince.getOrDefault(name, now))),
                    Optional.of(Duration.ofNanos(Math.max(0, at - now))),
                    Optional.empty(),
                    "storm:watching")));
    return new RunSnapshot(steps, Duration.ofSeconds(15), nodes, progress);
  }

  /** All nodes undo by themselves in so long, unless they hear more. */
  synchronized void undoesIn(Duration left) {
    undoAt.replaceAll((node, at) -> System.nanoTime() + left.toNanos());
  }

  /** The node answers no more; it undoes at the end of its lease. */
  synchronized void falls(String node, Duration lease) {
    silentSince.put(node, System.nanoTime());
    undoAt.put(node, System.nanoTime() + lease.toNanos());
  }

  /** Nodes are being asked something. */
  synchronized void asks(int done, int all, List<String> slow) {
    progress = Optional.of(new RunSnapshot.Progress(done, all, slow));
  }

  synchronized void answersAgain(String node) {
    silentSince.remove(node);
  }

  /** How long until the first node undoes. */
  synchronized Duration untilUndo() {
    return snapshot().untilUndo().orElseThrow();
  }

  /** It happened so long ago. */
  void told(Duration ago, RunEvent event) throws Exception {
    told = Clock.offset(Clock.systemUTC(), ago.negated());
    tell(event);
    told = Clock.systemUTC();
  }

  void tell(RunEvent event) throws Exception {
    journal.write(event);
    server.tell(event);
  }

  void ends(Outcome outcome) throws Exception {
    journal.write(new RunEvent.Ended(outcome));
    server.end(outcome);
  }

  @Override
  public void close() throws IOException {
    over = true;
    loop.post(() -> {});
    server.close();
    journal.close();
  }

  /** The clock of the run, as the test sets it. */
  private final class ToldClock extends Clock {
    @Override
    public Instant instant() {
      return told.instant();
    }

    @Override
    public ZoneId getZone() {
      return told.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return told.withZone(zone);
    }
  }
}
