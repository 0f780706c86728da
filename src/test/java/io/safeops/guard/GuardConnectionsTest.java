package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.Transport;
import io.safeops.transport.connect.NodeConnections;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests that a failure on this machine (no thread, no memory) counts as a missing answer. */
class GuardConnectionsTest {

  private static CompletableFuture<GuardLink> open(Executor executor) {
    NodeConnections connections =
        new NodeConnections(
            node -> {
              throw new OutOfMemoryError("unable to create native thread");
            },
            Duration.ofSeconds(1));
    return new GuardConnections(
            connections,
            node -> Optional.empty(),
            node -> "/var/lib/safeops",
            Duration.ofSeconds(1),
            executor,
            isLate -> {})
        .open("net", GuardPath.IN_BAND);
  }

  private static void failsAsAGuardDoes(CompletableFuture<?> opening, String why) {
    assertThatThrownBy(opening::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(GuardException.class)
        .hasMessageContaining(why);
  }

  @Test
  void openingFailsWithoutAThread() {
    failsAsAGuardDoes(
        open(
            work -> {
              throw new RejectedExecutionException("no thread for it");
            }),
        "could not be asked: no thread for it");
  }

  @Test
  void openingFailsWithoutAThreadForTheConnection() {
    failsAsAGuardDoes(open(Runnable::run), "could not be asked: unable to create native thread");
  }

  /** A connection to a node whose guard answers when the test tells it to. */
  private static final class Slow implements Connection {
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private volatile boolean closed;

    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout) {
      throw new UnsupportedOperationException();
    }

    @Override
    public LineChannel start(Command command) {
      return new LineChannel() {
        @Override
        public void send(String line) {
          asked.add(line);
        }

        @Override
        public @Nullable String receive() {
          try {
            String answer = answers.take();
            return answer.isEmpty() ? null : answer;
          } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
            return null;
          }
        }

        @Override
        public void close() {
          answers.add("");
        }
      };
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
      answers.add("");
    }
  }

  @Test
  void requestsContinueOnAnOldConnectionBesideANewOne() throws Exception {
    List<Slow> opened = new CopyOnWriteArrayList<>();
    NodeConnections connections =
        new NodeConnections(
            node ->
                new Transport() {
                  @Override
                  public String description() {
                    return node;
                  }

                  @Override
                  public Connection open(Duration timeout) {
                    opened.add(new Slow());
                    return opened.get(opened.size() - 1);
                  }
                },
            Duration.ofSeconds(1));
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      GuardNetwork network =
          new GuardConnections(
              connections,
              node -> Optional.empty(),
              node -> "/var/lib/safeops",
              Duration.ofSeconds(1),
              threads,
              isLate -> {});
      GuardLink older = network.open("n", GuardPath.IN_BAND).join();
      CompletableFuture<GuardReply> change = older.ask(GuardRequest.hello());
      GuardLink newer = network.openFirst("n", GuardPath.IN_BAND).join();
      assertThat(opened).hasSize(2);
      assertThat(opened.get(0).isOpen()).isTrue();
      assertThat(older.isOpen()).as("takes nothing new").isFalse();
      opened.get(0).answers.add("OK run=r state=ARMED");
      assertThat(change.join().field("run")).isEqualTo("r");

      CompletableFuture<GuardReply> cutOff = newer.ask(GuardRequest.hello());
      while (!opened.get(1).asked.take().startsWith("HELLO")) {
        // The guard's program is sent before it.
      }
      newer.close();
      failsAsAGuardDoes(cutOff, "ended without an answer");
      older.close();
      assertThat(opened.get(0).isOpen()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }
}
