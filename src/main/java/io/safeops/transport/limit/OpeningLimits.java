package io.safeops.transport.limit;

import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Turns for the dear part of opening a connection: exchanging keys and logging in, for which the
 * other end makes a process and computes. So many at once in all as answer fast, and so many at one
 * jump host or proxy as it takes. Thread-safe.
 */
public final class OpeningLimits {

  /**
   * sshd turns logins away at random from the tenth on that is not through yet (MaxStartups
   * 10:30:100); two are left to others.
   */
  static final int AT_ONE_HOP = 8;

  private static final String ALL = "all";

  private final RequestLimits all = RequestLimits.ofThisMachine();
  private final Map<String, RequestLimits> hops = new HashMap<>();

  /** Both turns that an opening needs; ends both. */
  public static final class Pass {
    private final RequestLimits.Turn hop;
    private final RequestLimits.Turn all;

    private Pass(RequestLimits.Turn hop, RequestLimits.Turn all) {
      this.hop = hop;
      this.all = all;
    }

    /** The login is through. */
    public void opened() {
      all.answered();
      hop.answered();
    }

    /** The other end took too long. */
    public void timedOut() {
      all.timedOut();
      hop.timedOut();
    }

    /** It failed in another way. */
    public void end() {
      all.close();
      hop.close();
    }
  }

  /** An opening that waits for its turns, and can be called off from another thread. */
  public final class Waiting {
    private final String hop;
    private final boolean first;
    private boolean calledOff;
    private CompletableFuture<RequestLimits.Turn> current = new CompletableFuture<>();

    private Waiting(String hop, boolean first) {
      this.hop = hop;
      this.first = first;
    }

    /**
     * Waits for both turns.
     *
     * @throws TransportException when it was called off
     */
    public Pass take() throws TransportException {
      RequestLimits.Turn atHop = turn(hop.isEmpty() ? all : turns(hop), hop);
      if (hop.isEmpty()) {
        return new Pass(atHop, atHop);
      }
      boolean done = false;
      try {
        Pass pass = new Pass(atHop, turn(all, ""));
        done = true;
        return pass;
      } finally {
        if (!done) {
          atHop.close();
        }
      }
    }

    private RequestLimits.Turn turn(RequestLimits requestLimits, String kind)
        throws TransportException {
      String name = kind.isEmpty() ? ALL : kind;
      CompletableFuture<RequestLimits.Turn> turn =
          first ? requestLimits.askFirst(name) : requestLimits.ask(name);
      synchronized (this) {
        current = turn;
        if (calledOff) {
          RequestLimits.leave(turn);
        }
      }
      try {
        return turn.get();
      } catch (CancellationException off) {
        throw new TransportException(TransportFailure.UNREACHABLE, "given up before its turn", off);
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      } catch (InterruptedException interrupted) {
        RequestLimits.leave(turn);
        Thread.currentThread().interrupt();
        throw new TransportException(
            TransportFailure.UNREACHABLE, "interrupted before its turn", interrupted);
      }
    }

    /** It is not wanted any more; a turn that has come already stays its own. */
    public synchronized void callOff() {
      calledOff = true;
      current.cancel(false);
    }
  }

  /**
   * @param hop the jump host or proxy that all connections of this kind pass first; empty: none
   * @param first before all others that wait
   */
  public Waiting opening(String hop, boolean first) {
    return new Waiting(hop, first);
  }

  /** What openings have taken so far. */
  public RequestLimits.Measured measured() {
    return all.measured(ALL);
  }

  private synchronized RequestLimits turns(String hop) {
    return hops.computeIfAbsent(hop, name -> new RequestLimits(System::nanoTime, AT_ONE_HOP));
  }
}
