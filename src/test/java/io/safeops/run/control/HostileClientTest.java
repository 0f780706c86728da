package io.safeops.run.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.control.RunClient.Message;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.Loop;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends to a run's socket, the run lives, and can be confirmed. */
@Timeout(600)
class HostileClientTest {

  private static final int LINES = 200;
  private static final List<String> VALUES =
      List.of(
          "10000000000",
          "9223372036854775807",
          "-9223372036854775808",
          "99999999999999999999999999",
          "1e400",
          "-1",
          "0",
          "1801",
          "1.5",
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "\"120\"",
          "\"\\u001b[2J\\u0000\\n\"",
          "\"" + "A".repeat(3000) + "\"",
          "[".repeat(1500) + "]".repeat(1500));
  private static final List<String> LINES_OF_NOTHING =
      List.of(
          "",
          " ",
          "null",
          "[]",
          "17",
          "\"go\"",
          "{",
          "}{",
          "{}",
          "GET / HTTP/1.1",
          "\u0000\u0001\u001b[2J",
          "{\"do\":\"extend\"}",
          "{\"do\":\"confirm\"}",
          "{\"do\":null}",
          "{\"do\":{\"do\":\"go\"}}",
          "{\"do\":\"RUN\",\"code\":\"AAAAAA\"}",
          "{\"do\":\"extend\",\"seconds\":" + "9".repeat(4000) + "}",
          "[".repeat(4000),
          "{\"do\":".repeat(500),
          "x".repeat(100_000));

  @TempDir Path directory;

  /** Holds the commands back until the run asks for them. */
  private static final class Held implements Loop {
    private final BlockingQueue<Runnable> words = new LinkedBlockingQueue<>();
    private final Semaphore taken;

    Held(Semaphore taken) {
      this.taken = taken;
    }

    @Override
    public void post(Runnable event) {
      words.add(event);
      taken.release();
    }

    void layDown(int atMost) {
      for (int i = 0; i < atMost && !words.isEmpty(); i++) {
        words.remove().run();
      }
    }

    @Override
    public long now() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer after(Duration delay, Runnable event) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean await(BooleanSupplier condition, long until) {
      throw new UnsupportedOperationException();
    }
  }

  private static List<String> hostileLines() {
    Random random = new Random(7);
    List<String> lines = new ArrayList<>(LINES_OF_NOTHING);
    List<String> verbs = List.of("extend", "confirm", "go", "show", "stop");
    List<String> keys = List.of("seconds", "code", "by", "answer");
    for (String verb : List.of("extend", "confirm")) {
      for (String value : VALUES) {
        lines.add(line(verb, verb.equals("extend") ? "seconds" : "code", value));
      }
    }
    while (lines.size() < LINES) {
      lines.add(line(pick(verbs, random), pick(keys, random), pick(VALUES, random)));
    }
    return lines;
  }

  private static String line(String verb, String key, String value) {
    return "{\"do\":\"" + verb + "\",\"" + key + "\":" + value + "}";
  }

  private static String pick(List<String> some, Random random) {
    return some.get(random.nextInt(some.size()));
  }

  @Test
  void twoHundredHostileLinesEndNoRun() throws Exception {
    World world = new World(51, 1, 1, 1);
    world.goesStepByStep();
    Semaphore taken = new Semaphore(0);
    Held held = new Held(taken);
    Path path = directory.resolve("run");
    try (RunServer server = RunServer.open(path, held, world.operatorCommandQueue);
        LineSocket client = connect(path)) {
      answersOf(client, taken);
      for (String line : hostileLines()) {
        client.write(line);
      }
      assertThat(taken.tryAcquire(LINES, 60, TimeUnit.SECONDS)).as("every line is taken").isTrue();

      int half = held.words.size() / 2;
      world.on(
          RunEvent.StepProposed.class,
          () -> {
            held.layDown(half);
            world.go("step-1");
          });
      world.on(RunEvent.CodeShown.class, () -> held.layDown(LINES));
      world.operatorConfirms(Duration.ofSeconds(5));
      Outcome outcome = world.apply();
      assertThat(outcome.end()).as(outcome.text()).isEqualTo(End.CONFIRMED);
      assertThat(held.words).isEmpty();
    }
  }

  @Test
  void aClientWhoseLineHasNoEndIsClosedAndOthersAreServed() throws Exception {
    Path path = directory.resolve("run");
    try (RunServer server =
            RunServer.open(path, new Held(new Semaphore(0)), new OperatorCommandQueue());
        RunClient other = RunClient.connect(path)) {
      try (LineSocket endless = connect(path)) {
        endless.write("x".repeat((1 << 20) + 1));
        assertThat(endless.read()).isNull();
      } catch (IOException brokenPipe) {
        assertThat(brokenPipe).hasMessageMatching("(?i)broken pipe|connection reset.*");
      }
      other.rollback("kim\u001b[2J");
      server.tell(new RunEvent.Note("still here"));
      assertThat(other.next()).isInstanceOf(Message.Event.class);
    }
  }

  private static LineSocket connect(Path path) throws IOException {
    return new LineSocket(SocketChannel.open(UnixDomainSocketAddress.of(path)));
  }

  private static void answersOf(LineSocket client, Semaphore taken) {
    Thread answers =
        new Thread(
            () -> {
              try {
                while (client.read() != null) {
                  taken.release();
                }
              } catch (IOException closed) {
                // the test is over
              }
            });
    answers.setDaemon(true);
    answers.start();
  }
}
