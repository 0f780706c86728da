package io.safeops.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Waiting for work on a connection that may break. */
class IoThreadsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  @Test
  void aConnectionKeepsNothingOfTheCallsItHasSeen() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(IoThreads.within(LIMIT, gone, () -> new byte[1000])).hasSize(1000);
    }
    assertThat(gone.getNumberOfDependents()).isZero();
  }

  @Test
  void workThatIsNeverToldOfTheBreakIsGivenUpWithIt() {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture.runAsync(
        () -> {
          try {
            begun.await();
          } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
          }
          gone.completeExceptionally(
              new TransportException(TransportFailure.LOST, "the connection broke"));
        });
    TransportException failure =
        catchThrowableOfType(
            TransportException.class,
            () ->
                IoThreads.within(
                    LIMIT,
                    gone,
                    () -> {
                      begun.countDown();
                      try {
                        never.await();
                      } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                      }
                      return 1;
                    }));
    assertThat(failure).hasMessage("the connection broke");
    never.countDown();
  }
}
