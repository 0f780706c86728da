package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What {@link LineChannel#receive} promises whoever waits in it, over any transport. */
public final class Waiting {

  private Waiting() {}

  public static void assertNullWhenClosed(LineChannel channel) throws Exception {
    CompletableFuture<String> waiting = received(channel);
    channel.close();
    assertThat(waiting.get(2, TimeUnit.SECONDS)).isEqualTo("null");
    assertThat(received(channel).get(5, TimeUnit.SECONDS)).isEqualTo("null");
  }

  public static void assertLostWhenClosed(Connection connection, LineChannel channel)
      throws Exception {
    CompletableFuture<String> waiting = received(channel);
    connection.close();
    assertThat(waiting.get(5, TimeUnit.SECONDS)).isEqualTo("LOST");
    assertThat(received(channel).get(5, TimeUnit.SECONDS)).isEqualTo("LOST");
  }

  private static CompletableFuture<String> received(LineChannel channel) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return String.valueOf(channel.receive());
          } catch (TransportException failed) {
            return failed.kind().name();
          }
        });
  }
}
