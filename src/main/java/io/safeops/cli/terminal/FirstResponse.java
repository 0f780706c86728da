package io.safeops.cli.terminal;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches whether a run's process answers. A process tells what happened as soon as a client
 * connects. One that is stopped, or gets no processor time, accepts the connection and says
 * nothing; the operator would wait without knowing why.
 */
public final class FirstResponse implements AutoCloseable {

  /** On a busy machine a process may need some seconds. */
  public static final Duration USUAL = Duration.ofSeconds(10);

  private final CountDownLatch heard = new CountDownLatch(1);

  private FirstResponse() {}

  /** Does something else when the process has said nothing for so long. */
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
            "first response");
    thread.setDaemon(true);
    thread.start();
    return word;
  }

  /** The message about a run whose process does not answer. */
  public static String silent(String run) {
    return "the run's process has not answered for "
        + USUAL.toSeconds()
        + " s: it is stopped, or its machine is too busy. Until it answers, no lease is renewed: "
        + RunFollower.whatThen(run)
        + ". `safeops recover "
        + run
        + "` takes over from it";
  }

  /** The process answered. */
  public void heard() {
    heard.countDown();
  }

  @Override
  public void close() {
    heard.countDown();
  }
}
