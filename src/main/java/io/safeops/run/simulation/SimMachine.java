package io.safeops.run.simulation;

import io.safeops.guard.GuardRequest.Verb;
import io.safeops.run.messaging.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Processors that all nodes share, as on the scale rig: whatever is under way gets the same part of
 * them, so that the more is asked at once the longer each answer takes. What each message costs was
 * measured there, roughly.
 */
public final class SimMachine {

  /** Exchanging keys and logging in. */
  public static final Duration OPENING = Duration.ofMillis(150);

  /** Reading the facts of a node. */
  public static final Duration LOOK = Duration.ofMillis(900);

  private static final class Job {
    private final Runnable done;
    private double left;

    Job(double left, Runnable done) {
      this.left = left;
      this.done = done;
    }
  }

  private final SimLoop loop;
  private double cores;
  private final List<Job> jobs = new ArrayList<>();
  private long at;
  private int asked;
  private int most;
  private Loop.@Nullable Timer next;

  public SimMachine(SimLoop loop, double cores) {
    this.loop = loop;
    this.cores = cores;
    this.at = loop.now();
  }

  private static Duration cost(Verb verb) {
    return Duration.ofMillis(
        switch (verb) {
          case CHECK -> 400;
          case ARM -> 1000;
          case DO -> 300;
          case BEAT -> 20;
          case HELLO, STATUS, LOG -> 60;
          default -> 150;
        });
  }

  /** How many messages were worked on at once at most, beats left out. */
  public int most() {
    return most;
  }

  /** Others use them too, from now on. */
  public void becomes(double fewer) {
    advance();
    cores = fewer;
    schedule();
  }

  void message(Verb verb, Runnable done) {
    if (verb == Verb.BEAT) {
      work(cost(verb), done);
      return;
    }
    asked++;
    most = Math.max(most, asked);
    work(
        cost(verb),
        () -> {
          asked--;
          done.run();
        });
  }

  public void work(Duration cost, Runnable done) {
    advance();
    jobs.add(new Job(cost.toNanos(), done));
    schedule();
  }

  private double rate() {
    return Math.min(1, cores / jobs.size());
  }

  private void advance() {
    double worked = (loop.now() - at) * (jobs.isEmpty() ? 0 : rate());
    jobs.forEach(job -> job.left -= worked);
    at = loop.now();
  }

  private void schedule() {
    if (next != null) {
      next.cancel();
    }
    double least = jobs.stream().mapToDouble(job -> job.left).min().orElse(-1);
    if (!jobs.isEmpty()) {
      next = loop.after(Duration.ofNanos((long) Math.ceil(Math.max(0, least) / rate())), this::end);
    }
  }

  private void end() {
    next = null;
    advance();
    List<Job> ended = jobs.stream().filter(job -> job.left < 1).toList();
    jobs.removeAll(ended);
    schedule();
    ended.forEach(job -> job.done.run());
  }
}
