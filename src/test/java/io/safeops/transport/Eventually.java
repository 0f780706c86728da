package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread brings about. */
public final class Eventually {

  private Eventually() {}

  public static void holds(BooleanSupplier condition) {
    CountDownLatch never = new CountDownLatch(1);
    try {
      for (int i = 0; i < 500 && !condition.getAsBoolean(); i++) {
        if (never.await(10, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
