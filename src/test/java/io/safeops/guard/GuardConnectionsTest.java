package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.guard.GuardNetwork.Way;
import io.safeops.transport.NodeConnections;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A node that cannot be asked for a reason of this machine is one that did not answer. */
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
            executor)
        .open("net", Way.IN_BAND);
  }

  private static void failsAsAGuardDoes(CompletableFuture<GuardLink> opening, String why) {
    assertThat(opening).isCompletedExceptionally();
    assertThatThrownBy(opening::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(GuardException.class)
        .hasMessageContaining(why);
  }

  @Test
  void where_no_thread_can_be_had_the_opening_fails() {
    failsAsAGuardDoes(
        open(
            work -> {
              throw new RejectedExecutionException("no thread for it");
            }),
        "could not be asked: no thread for it");
  }

  @Test
  void where_none_can_be_had_on_the_way_it_fails_the_same() {
    failsAsAGuardDoes(open(Runnable::run), "could not be asked: unable to create native thread");
  }
}
