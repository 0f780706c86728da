package io.safeops.run;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Footprint;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.cluster.Cluster;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import io.safeops.transport.Result;
import io.safeops.transport.TransportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * The work of a run on the real cluster: every step is reviewed again on facts collected now, every
 * expectation is read from the nodes, and what an undo restored is compared with the facts before
 * the first step.
 */
final class LiveWork implements Work {

  /** Collects the facts of the whole cluster now. */
  interface Eyes {
    Cluster look() throws InterruptedException;
  }

  /** Reviews one step on the cluster as it is. */
  interface Judge {
    /**
     * @throws WorkException when the step cannot be done on this cluster
     */
    StepReview step(int number, Cluster now) throws WorkException;

    /** Whether a fact holds; the reason why not, or empty. */
    List<String> objections(FactExpectation expectation, Cluster now);
  }

  /** A step cannot be done, or the facts could not be had; in words. */
  static final class WorkException extends Exception {
    private static final long serialVersionUID = 1L;

    WorkException(String message) {
      super(message);
    }
  }

  private final Eyes eyes;
  private final Judge judge;
  private final ScriptRunner scripts;
  private final ExecutorService executor;
  private final Loop loop;
  private final Cluster before;
  private final Map<Integer, StepReview> done = new LinkedHashMap<>();
  private Footprint footprint = Footprint.EMPTY;

  /**
   * @param before the facts before the first step: what an undo must restore
   */
  LiveWork(
      Eyes eyes,
      Judge judge,
      ScriptRunner scripts,
      ExecutorService executor,
      Loop loop,
      Cluster before) {
    this.eyes = eyes;
    this.judge = judge;
    this.scripts = scripts;
    this.executor = executor;
    this.loop = loop;
    this.before = before;
  }

  @Override
  public CompletableFuture<Orders> prepare(int step) {
    return later(
        () -> {
          Cluster now = step == 0 ? before : eyes.look();
          requireReached(now);
          StepReview review = judge.step(step, now);
          synchronized (this) {
            done.put(step, review);
            footprint = footprint.and(review.operation().footprint());
          }
          return new Orders(
              review.id(),
              review.action().describe(),
              review.refusals().stream().map(Verdict::message).toList(),
              parts(review.operation()));
        });
  }

  private static void requireReached(Cluster now) throws WorkException {
    for (var node : now.nodes()) {
      if (node.unreachable().isPresent()) {
        throw new WorkException(node.name() + " cannot be reached: " + node.unreachable().get());
      }
    }
  }

  /** What each node gets; one that only has a local part makes no change. */
  static Map<String, Part> parts(Operation operation) {
    Map<String, Part> parts = new LinkedHashMap<>();
    TreeSet<String> nodes = new TreeSet<>(operation.act().keySet());
    nodes.addAll(operation.local().keySet());
    for (String node : nodes) {
      parts.put(
          node,
          new Part(
              text(operation.act().get(node)),
              text(operation.undo().get(node)),
              text(operation.local().get(node))));
    }
    return parts;
  }

  private static String text(@org.jspecify.annotations.Nullable Script script) {
    return script == null ? "" : script.text();
  }

  @Override
  public CompletableFuture<Finding> expect(int step) {
    return later(() -> look(expectations(step)));
  }

  @Override
  public CompletableFuture<Finding> quiet() {
    return later(() -> look(expectations(last())));
  }

  private synchronized int last() {
    return done.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private synchronized List<Expectation> expectations(int step) {
    StepReview review = done.get(step);
    return review == null ? List.of() : review.operation().expect();
  }

  private Finding look(List<Expectation> expectations) throws InterruptedException {
    List<String> objections = new ArrayList<>();
    List<Future<String>> checks = new ArrayList<>();
    boolean needsFacts = false;
    for (Expectation expectation : expectations) {
      if (expectation instanceof CheckExpectation check) {
        checks.add(executor.submit(() -> objection(check)));
      } else {
        needsFacts = true;
      }
    }
    if (needsFacts) {
      Cluster now = eyes.look();
      for (Expectation expectation : expectations) {
        if (expectation instanceof FactExpectation fact) {
          objections.addAll(judge.objections(fact, now));
        }
      }
    }
    for (Future<String> check : checks) {
      try {
        String objection = check.get();
        if (!objection.isEmpty()) {
          objections.add(objection);
        }
      } catch (ExecutionException failed) {
        objections.add(String.valueOf(failed.getCause()));
      }
    }
    return new Finding(objections);
  }

  /** Why a check does not hold; empty when it does. */
  private String objection(CheckExpectation check) {
    try {
      Result result = scripts.run(check.node(), check.script().text());
      if (result.exit() == 0) {
        return "";
      }
      String said = (result.outputText() + result.errorText()).strip();
      return check.node() + ": " + check.description() + ": " + Words.lastLines(said);
    } catch (TransportException e) {
      return check.node() + ": " + check.description() + ": " + e.getMessage();
    }
  }

  @Override
  public CompletableFuture<Finding> restored() {
    Footprint whole;
    synchronized (this) {
      whole = footprint;
    }
    return new Comparison(eyes, executor, loop, before).restored(whole);
  }

  private <T> CompletableFuture<T> later(Callable<T> work) {
    return Offloaded.call(executor, work);
  }
}
