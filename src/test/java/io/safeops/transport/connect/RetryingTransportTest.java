package io.safeops.transport.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.Connection;
import io.safeops.transport.Eventually;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import io.safeops.transport.command.CommandTransport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryingTransportTest {

  /** A transport that fails as listed and then opens. */
  private static final class Flaky implements Transport {
    private final Deque<TransportFailure> failures;
    private int opens;

    Flaky(TransportFailure... failures) {
      this.failures = new ArrayDeque<>(List.of(failures));
    }

    @Override
    public String description() {
      return "ssh root@net";
    }

    @Override
    public Connection open(Duration timeout) throws TransportException {
      opens++;
      if (!failures.isEmpty()) {
        throw new TransportException(failures.poll(), "ssh root@net: failed");
      }
      return CommandTransport.local().open(timeout);
    }
  }

  private static RetryingTransport retrying(Transport inner) {
    return new RetryingTransport(inner, 3, Duration.ofMillis(10));
  }

  @Test
  void anUnreachableNodeIsTriedAgain() throws Exception {
    Flaky node = new Flaky(TransportFailure.UNREACHABLE, TransportFailure.UNREACHABLE);
    retrying(node).open(Duration.ofSeconds(10)).close();
    assertThat(node.opens).isEqualTo(3);
  }

  @Test
  void theLastFailureSaysHowOftenItWasTried() {
    Flaky node =
        new Flaky(
            TransportFailure.UNREACHABLE,
            TransportFailure.UNREACHABLE,
            TransportFailure.UNREACHABLE);
    TransportException failure =
        catchThrowableOfType(
            TransportException.class, () -> retrying(node).open(Duration.ofSeconds(10)));
    assertThat(failure.kind()).isEqualTo(TransportFailure.UNREACHABLE);
    assertThat(failure).hasMessage("ssh root@net: failed (3 attempts)");
    assertThat(node.opens).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"HOST_KEY", "DENIED", "LOST"})
  void aRefusalIsFinal(TransportFailure transportFailure) {
    Flaky node = new Flaky(transportFailure);
    TransportException failure =
        catchThrowableOfType(
            TransportException.class, () -> retrying(node).open(Duration.ofSeconds(10)));
    assertThat(failure.kind()).isEqualTo(transportFailure);
    assertThat(node.opens).isEqualTo(1);
  }

  @Test
  void nothingIsTriedThatWouldNotFitIntoTheTimeout() {
    Flaky node = new Flaky(TransportFailure.UNREACHABLE);
    RetryingTransport patient = new RetryingTransport(node, 3, Duration.ofSeconds(5));
    assertThat(
            catchThrowableOfType(
                TransportException.class, () -> patient.open(Duration.ofSeconds(1))))
        .hasMessage("ssh root@net: failed");
    assertThat(node.opens).isEqualTo(1);
  }

  @Test
  void anInterruptWhileWaitingEndsIt() throws Exception {
    Flaky node =
        new Flaky(
            TransportFailure.UNREACHABLE,
            TransportFailure.UNREACHABLE,
            TransportFailure.UNREACHABLE);
    RetryingTransport patient = new RetryingTransport(node, 3, Duration.ofSeconds(30));
    Throwable[] seen = new Throwable[1];
    boolean[] flag = new boolean[1];
    Thread thread =
        new Thread(
            () -> {
              seen[0] =
                  catchThrowableOfType(Throwable.class, () -> patient.open(Duration.ofMinutes(10)));
              flag[0] = Thread.currentThread().isInterrupted();
            });
    thread.start();
    Eventually.holds(() -> thread.getState() == Thread.State.TIMED_WAITING);
    thread.interrupt();
    thread.join(5000);
    assertThat(thread.isAlive()).isFalse();
    assertThat(seen[0]).isInstanceOf(TransportException.class);
    assertThat(flag[0]).isTrue();
  }
}
