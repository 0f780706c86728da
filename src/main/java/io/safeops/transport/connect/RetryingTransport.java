package io.safeops.transport.connect;

import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.safeops.transport.Connection;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A transport that tries again when it could not reach a node, for example because of sshd's
 * MaxStartups or a link that just came up. A refused host key or login is final, and so is a
 * timeout; each attempt has the whole timeout.
 */
public final class RetryingTransport implements Transport {

  private static final double GROWTH = 2.0;
  private static final double SPREAD = 0.3;

  private final Transport inner;
  private final int attempts;
  private final Duration pause;

  /**
   * @param attempts how many at most; at least 1
   * @param pause before the second attempt; doubled each time, plus or minus 30 %
   */
  public RetryingTransport(Transport inner, int attempts, Duration pause) {
    this.inner = inner;
    this.attempts = attempts;
    this.pause = pause;
  }

  /** Three attempts, 200 ms and 400 ms apart. */
  public static RetryingTransport of(Transport inner) {
    return new RetryingTransport(inner, 3, Duration.ofMillis(200));
  }

  @Override
  public String description() {
    return inner.description();
  }

  @Override
  public Connection open(Duration timeout) throws TransportException {
    return open(timeout, false);
  }

  @Override
  public Connection openFirst(Duration timeout) throws TransportException {
    return open(timeout, true);
  }

  private Connection open(Duration timeout, boolean first) throws TransportException {
    Attempts all = new Attempts(timeout, first);
    RetryConfig config =
        RetryConfig.<Attempts>custom()
            .maxAttempts(attempts)
            .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(pause, GROWTH, SPREAD))
            .retryOnResult(Attempts::isWorthAnother)
            .build();
    try {
      return Retry.of(description(), config).executeSupplier(all::next).connection();
    } catch (CancellationException interrupted) {
      // The interrupt flag is set again before this.
      return all.connection();
    }
  }

  /** The results of the attempts so far; for one thread. */
  private final class Attempts {
    private final Duration timeout;
    private final boolean first;
    private int count;
    private @Nullable Connection connection;
    private @Nullable TransportException failure;

    Attempts(Duration timeout, boolean first) {
      this.timeout = timeout;
      this.first = first;
    }

    Attempts next() {
      count++;
      try {
        connection = first ? inner.openFirst(timeout) : inner.open(timeout);
      } catch (TransportException failed) {
        failure = failed;
      }
      return this;
    }

    /** After a timeout, another attempt would time out again. */
    boolean isWorthAnother() {
      return connection == null
          && failure != null
          && failure.kind() == TransportFailure.UNREACHABLE
          && !failure.isTimeout()
          && !Thread.currentThread().isInterrupted()
          && timeout.compareTo(pause.multipliedBy(1L << count)) > 0;
    }

    Connection connection() throws TransportException {
      Connection opened = connection;
      if (opened != null) {
        return opened;
      }
      TransportException last = failure;
      if (last == null) {
        throw new IllegalStateException("nothing was tried");
      }
      throw count == 1
          ? last
          : new TransportException(
              last.kind(), last.getMessage() + " (" + count + " attempts)", last);
    }
  }
}
