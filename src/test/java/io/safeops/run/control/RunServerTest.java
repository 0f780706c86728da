package io.safeops.run.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.EventLoop;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of a run that send nothing, read nothing, are too many, or come too late. */
@Timeout(600)
class RunServerTest {

  private static final Outcome CONFIRMED = new Outcome(End.CONFIRMED, "confirmed.");

  @TempDir Path directory;
  private final EventLoop loop = new EventLoop();
  private final OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();
  private Path socket;

  @BeforeEach
  void choose() {
    socket = directory.resolve("socket");
  }

  private SocketChannel silent() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static void closeAll(List<SocketChannel> all) throws IOException {
    for (SocketChannel each : all) {
      each.close();
    }
  }

  /** The answer to a rollback that is asked for now, on another thread. */
  private String rollback() {
    CompletableFuture<String> said =
        CompletableFuture.supplyAsync(
            () -> {
              try (RunClient client = RunClient.connect(socket)) {
                client.rollback("kim");
                Message message = client.next();
                while (!(message instanceof Message.CommandAnswer answer)) {
                  message = client.next();
                }
                return answer.text();
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    said.whenComplete((text, failure) -> loop.post(() -> {}));
    loop.await(
        () -> {
          operatorCommandQueue.take().ifPresent(word -> word.done("taken"));
          return said.isDone();
        },
        Duration.ofMinutes(5));
    return said.join();
  }

  @Test
  void aThousandSilentClientsCostNoThreadAndKeepNoWordAway() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (RunServer server = RunServer.open(socket, loop, operatorCommandQueue);
        RunClient session = RunClient.connect(socket)) {
      server.tell(new RunEvent.Armed("armed", Optional.empty()));
      assertThat(session.next()).isInstanceOf(Message.Event.class);
      int threads = Thread.activeCount();
      for (int i = 0; i < 1000; i++) {
        crowd.add(silent());
      }
      assertThat(Thread.activeCount()).isLessThan(threads + 50);
      assertThat(rollback()).isEqualTo("taken");

      server.tell(new RunEvent.RollbackBegan("undoing", "a probe"));
      assertThat(session.next()).as("who was there first is still told").isNotNull();
      server.end(CONFIRMED);
      assertThat(session.next()).isEqualTo(new Message.RunEnded(CONFIRMED));
    } finally {
      closeAll(crowd);
    }
  }

  /** If the run waited for one after the other, it would wait for minutes. */
  @Test
  void clientsThatReadNothingKeepNobodyWaiting() throws Exception {
    List<SocketChannel> crowd = new ArrayList<>();
    try (RunServer server = RunServer.open(socket, loop, operatorCommandQueue)) {
      for (int i = 0; i < 100; i++) {
        crowd.add(silent());
      }
      RunEvent event = new RunEvent.Note("x".repeat(1000));
      for (int i = 0; i < 1500; i++) {
        server.tell(event);
      }
      assertThat(rollback()).isEqualTo("taken");
      long begun = System.nanoTime();
      server.end(CONFIRMED);
      assertThat(System.nanoTime() - begun).isLessThan(120_000_000_000L);
    } finally {
      closeAll(crowd);
    }
  }

  /** A client that comes at any moment of the end is told the end, or finds no server. */
  @Test
  void whoComesWhileTheRunEndsIsToldHow() throws Exception {
    int ends = 0;
    for (int i = 0; i < 50; i++) {
      RunServer server = RunServer.open(socket, loop, operatorCommandQueue);
      server.tell(new RunEvent.Armed("armed", Optional.empty()));
      List<CompletableFuture<String>> told = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        told.add(CompletableFuture.supplyAsync(this::lastTold));
      }
      server.end(CONFIRMED);
      for (CompletableFuture<String> each : told) {
        assertThat(each.join()).isIn("confirmed.", "nobody serves");
        ends += each.join().equals("confirmed.") ? 1 : 0;
      }
    }
    assertThat(ends).as("clients that came in time, of 200").isPositive();
  }

  private String lastTold() {
    try (RunClient client = RunClient.connect(socket)) {
      String last = "nobody serves";
      for (Message message = client.next(); message != null; message = client.next()) {
        if (message instanceof Message.RunEnded end) {
          last = end.outcome().text();
        } else {
          last = "left without an end";
        }
      }
      return last;
    } catch (IOException gone) {
      return "nobody serves";
    }
  }
}
