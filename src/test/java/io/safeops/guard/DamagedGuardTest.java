package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.review.ReadCount;
import io.safeops.run.EventLoop;
import io.safeops.run.coordinate.Coordinator;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec;
import io.safeops.session.MeasuredTimes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the messages about a guard with a damaged state file, with a real guard. */
@Tag("process")
class DamagedGuardTest {

  private static final String RUN = "r1";
  private static final String DAMAGED = "is damaged: repair this node on its console";

  private final List<RunEvent> journal = new ArrayList<>();

  @Test
  void aDamagedStateBeforeArmingStartsNoRunAndIsNamed() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      damage(node, RUN);
      Outcome outcome = run(node, event -> {});
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
      assertThat(outcome.text()).contains("known to be disarmed: v: ").contains(DAMAGED);
    }
  }

  @Test
  void aDamagedStateOfAnotherRunIsNamed() throws IOException {
    try (GuardedNode node = GuardedNode.create()) {
      damage(node, "r0");
      Outcome outcome = run(node, event -> {});
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_STARTED);
      assertThat(outcome.text()).contains("held by run r0, whose").contains(DAMAGED);
    }
  }

  @Test
  void aDamagedStateDuringARunUndoesItAndIsNamed() {
    try (GuardedNode node = GuardedNode.create()) {
      Outcome outcome =
          run(
              node,
              event -> {
                if (event instanceof RunEvent.StepProposed) {
                  damage(node, RUN);
                }
              });
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.NOT_PROVEN);
      assertThat(outcome.text()).contains("Not known to be disarmed: v").contains(DAMAGED);
      assertThat(journal)
          .filteredOn(event -> event instanceof RunEvent.RollbackBegan)
          .singleElement()
          .satisfies(event -> assertThat(event.text()).contains("v: its guard").contains(DAMAGED));
      // On a new connection: those of the run are being closed.
      GuardReply status = node.open().ask(GuardRequest.status(spec().runEpoch()).line());
      assertThat(status).isNotNull();
      assertThat(status.isDamaged()).isTrue();
      assertThat(status.tellsState()).isFalse();
    }
  }

  /** Damages the state on disk, and its copy in memory if there is one. */
  private static void damage(GuardedNode node, String run) {
    try {
      Files.createDirectories(node.path("state/" + run));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (String copy : List.of("state/", "run/")) {
      if (node.exists(copy + run)) {
        node.write(copy + run + "/state", "\u0001 garbage\nstate=CONFIRMED\n");
      }
    }
  }

  private Outcome run(GuardedNode node, Consumer<RunEvent> look) {
    ExecutorService executor = Executors.newCachedThreadPool();
    try {
      return new Coordinator(
              spec(),
              new EventLoop(),
              new Real(node, executor),
              new Harmless(),
              event -> {
                journal.add(event);
                look.accept(event);
              },
              new OperatorCommandQueue(),
              MeasuredTimes.UNKNOWN)
          .run();
    } finally {
      executor.shutdownNow();
    }
  }

  /** Time limits that allow slow answers of a busy machine; the test does not wait for a human. */
  private static RunSpec spec() {
    Duration second = Duration.ofSeconds(1);
    Duration answer = Duration.ofSeconds(15);
    RunSpec.Times times =
        RunSpec.Times.builder()
            .cap(Duration.ofMinutes(5))
            .lease(answer)
            .hold(second)
            .undo(second)
            .answer(answer)
            .step(Duration.ofSeconds(10))
            .expect(second)
            .baseline(second)
            .patience(second)
            .look(Duration.ofSeconds(10))
            .build();
    return RunSpec.builder(
            new RunEpoch(RUN, 1, "abcd"),
            List.of(RunSpec.NodeSpec.builder("v", NodeKind.VOTER).steps(1).witness(true).build()),
            ReadCount.whole(1, 1))
        .times(times)
        .digest("digest")
        .user("kim")
        .host("desk")
        .build();
  }

  /**
   * The in-band network of one node with a real guard; requests are answered one after the other.
   */
  private record Real(GuardedNode node, ExecutorService executor) implements GuardNetwork {
    @Override
    public CompletableFuture<GuardLink> open(String name, GuardPath guardPath) {
      GuardedNode.Channel channel = node.open();
      return CompletableFuture.completedFuture(
          new GuardLink() {
            @Override
            public CompletableFuture<GuardReply> ask(GuardRequest request) {
              return CompletableFuture.supplyAsync(() -> answer(request), executor);
            }

            private synchronized GuardReply answer(GuardRequest request) {
              return channel.ask(request.line());
            }

            @Override
            public boolean isOpen() {
              return channel.process().isAlive();
            }

            @Override
            public CompletableFuture<Boolean> isAlive() {
              return CompletableFuture.completedFuture(isOpen());
            }

            @Override
            public void close() {
              channel.process().destroy();
            }
          });
    }

    @Override
    public boolean has(String name, GuardPath guardPath) {
      return guardPath == GuardPath.IN_BAND;
    }
  }

  /** A step that does nothing. */
  private static final class Harmless implements RunWork {
    @Override
    public CompletableFuture<StepOrders> prepare(int step) {
      return CompletableFuture.completedFuture(
          new StepOrders(
              "step-1",
              "nothing",
              List.of(),
              List.of(),
              Map.of("v", new NodeOrders("true", "true", "")),
              false));
    }

    @Override
    public CompletableFuture<Finding> expect(int step) {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> quiet() {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> restored() {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }
  }
}
