package io.safeops.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Looks whether a run's process says anything. It tells all that happened as soon as somebody
 * connects; one that is stopped, or has no processor, takes the connection and says nothing, and
 * who waits for it would wait without a word.
 */
public final class FirstResponse implements AutoCloseable {

  /** A process on a machine that is busy is slow by some seconds. */
  public static final Duration USUAL = Duration.ofSeconds(10);

  private final CountDownLatch heard = new CountDownLatch(1);

  private FirstResponse() {}

  /** Does something else when nothing was heard for so long. */
  public static FirstResponse within(Duration limit, Runnable otherwise) {
    FirstResponse word = new FirstResponse();
    Thread thread =
        new Thread(
            () -> {
              try {
                if (!word.heard.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                  otherwise.run();
                }
              } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
              }
            },
            "first word");
    thread.setDaemon(true);
    thread.start();
    return word;
  }

  /** What is to be said of a run whose process is silent. */
  public static String silent(String run) {
    return "the run's process has not said a word for "
        + USUAL.toSeconds()
        + " s: it is stopped, or its machine is too busy. While it is silent no lease is renewed: "
        + RunFollower.whatThen(run)
        + ". `safeops recover "
        + run
        + "` takes over from it";
  }

  /** Something was said. */
  public void heard() {
    heard.countDown();
  }

  @Override
  public void close() {
    heard.countDown();
  }
}
