package io.safeops.run.coordinate.sim;

import io.safeops.run.simulation.SimLoop;
import io.safeops.run.simulation.SimMachine;
import io.safeops.session.MeasuredTimes;
import io.safeops.transport.limit.RequestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reading the facts of all nodes, each in its turn, as long as their processors take for it. */
final class SimLooks {

  private static final String LOOK = "look";
  private static final Duration QUICK = Duration.ofMillis(40);

  private final SimLoop loop;
  private final RequestLimits requestLimits;
  private Optional<SimMachine> machine = Optional.empty();

  SimLooks(SimLoop loop) {
    this.loop = loop;
    this.requestLimits = new RequestLimits(loop::now);
  }

  void narrow(boolean isNarrow) {
    requestLimits.narrow(isNarrow);
  }

  void on(SimMachine shared) {
    machine = Optional.of(shared);
  }

  /** How fast it is; the facts are read before a run begins. */
  MeasuredTimes pace(int nodes) {
    if (machine.isEmpty()) {
      return MeasuredTimes.UNKNOWN;
    }
    CompletableFuture<Void> read = look(nodes);
    loop.await(read::isDone, loop.now() + Duration.ofHours(1).toNanos());
    return new MeasuredTimes(RequestLimits.Measured.NOTHING, requestLimits.measured(LOOK));
  }

  CompletableFuture<Void> look(int nodes) {
    if (machine.isEmpty()) {
      CompletableFuture<Void> read = new CompletableFuture<>();
      loop.after(QUICK, () -> read.complete(null));
      return read;
    }
    List<CompletableFuture<Void>> all = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      all.add(requestLimits.ask(LOOK).thenCompose(turn -> read(machine.get(), turn)));
    }
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private static CompletableFuture<Void> read(SimMachine shared, RequestLimits.Turn turn) {
    CompletableFuture<Void> read = new CompletableFuture<>();
    shared.work(
        SimMachine.LOOK,
        () -> {
          turn.answered();
          read.complete(null);
        });
    return read;
  }
}
