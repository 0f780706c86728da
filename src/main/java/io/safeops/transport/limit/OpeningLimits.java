package io.safeops.transport.limit;

import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Limits how many connections open at once. The expensive part is exchanging keys and logging in:
 * the other end starts a process and computes. There is a limit for all openings, which follows
 * from how fast they are, and one for each jump host or proxy. Thread-safe.
 */
public final class OpeningLimits {

  /**
   * sshd refuses logins at random as soon as ten are unfinished (MaxStartups 10:30:100); two of
   * them are left to other users.
   */
  static final int AT_ONE_HOP = 8;

  private static final String ALL = "all";

  private final RequestLimits all = RequestLimits.ofThisMachine();
  private final Map<String, RequestLimits> hops = new HashMap<>();

  /** Holds both turns that an opening needs, and gives both back. */
  public static final class Pass {
    private final RequestLimits.Turn hop;
    private final RequestLimits.Turn all;

    private Pass(RequestLimits.Turn hop, RequestLimits.Turn all) {
      this.hop = hop;
      this.all = all;
    }

    /** The login is done. */
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

  /** An opening that waits for its turns. Another thread can cancel it. */
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
     * @throws TransportException when it was cancelled
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

    /** Cancels the waiting; a turn that has come already stays. */
    public synchronized void callOff() {
      calledOff = true;
      current.cancel(false);
    }
  }

  /**
   * @param hop the jump host or proxy that the connection passes first; empty for none
   * @param first whether to go ahead of all others that wait
   */
  public Waiting opening(String hop, boolean first) {
    return new Waiting(hop, first);
  }

  /** How long openings have taken so far. */
  public RequestLimits.Measured measured() {
    return all.measured(ALL);
  }

  private synchronized RequestLimits turns(String hop) {
    return hops.computeIfAbsent(hop, name -> new RequestLimits(System::nanoTime, AT_ONE_HOP));
  }
}
