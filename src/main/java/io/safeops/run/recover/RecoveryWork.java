package io.safeops.run.recover;

import io.safeops.action.footprint.Footprint;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.review.ReviewException;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.execute.ApiChanges;
import io.safeops.run.execute.BlockingCalls;
import io.safeops.run.execute.RestorationCheck;
import io.safeops.run.messaging.Loop;
import io.safeops.run.store.RunStore;
import io.safeops.session.ClusterAccess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/**
 * The work that is left for a recovery: to undo what the run did through an API, and to compare the
 * cluster with the facts before the first step. It does no steps.
 */
final class RecoveryWork implements RunWork {

  private final String run;
  private final String beganOn;
  private final RunStore store;
  private final ClusterAccess access;
  private final ExecutorService executor;
  private final Loop loop;
  private final Optional<ApiChanges> apiChanges;
  private boolean hasWaited;

  /**
   * @param beganOn the machine that began the run; empty where that is not known
   */
  RecoveryWork(
      String run,
      String beganOn,
      RunStore store,
      ClusterAccess access,
      ExecutorService executor,
      Loop loop) {
    this.run = run;
    this.beganOn = beganOn;
    this.store = store;
    this.access = access;
    this.executor = executor;
    this.loop = loop;
    this.apiChanges =
        store.has(run)
            ? Optional.of(new ApiChanges(access::openstack, store.undo(run)))
            : Optional.empty();
  }

  @Override
  public CompletableFuture<StepOrders> prepare(int step) {
    return CompletableFuture.failedFuture(new IllegalStateException("a recovery does no steps"));
  }

  @Override
  public CompletableFuture<Finding> expect(int step) {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  @Override
  public CompletableFuture<Finding> quiet() {
    return CompletableFuture.completedFuture(Finding.HOLDS);
  }

  @Override
  public boolean hasApiChanges() {
    return apiChanges.filter(ApiChanges::hasChanged).isPresent();
  }

  @Override
  public CompletableFuture<Finding> undoApiChanges() {
    if (apiChanges.isEmpty()) {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }
    // A request that the run sent before it died may still be at work, and would undo the undo.
    Duration stillAtWork = hasWaited ? Duration.ZERO : ClusterAccess.NEUTRON;
    hasWaited = true;
    CompletableFuture<Void> waited = new CompletableFuture<>();
    loop.after(stillAtWork, () -> waited.complete(null));
    return waited.thenCompose(then -> BlockingCalls.call(executor, apiChanges.get()::undo));
  }

  @Override
  public CompletableFuture<Finding> keepApiChanges() {
    return apiChanges.isPresent()
        ? BlockingCalls.call(executor, () -> apiChanges.get().confirmed())
        : CompletableFuture.completedFuture(Finding.HOLDS);
  }

  @Override
  public CompletableFuture<Finding> restored() {
    if (!store.has(run)) {
      return CompletableFuture.completedFuture(new Finding(List.of(onlyOnTheOtherMachine())));
    }
    try {
      Cluster before = FactsFile.load(store.facts(run));
      Footprint footprint = RunFootprint.of(store, run, before);
      return new RestorationCheck(access.observer(), executor, loop, before).restored(footprint);
    } catch (IOException | DocumentException | ReviewException e) {
      return CompletableFuture.completedFuture(
          new Finding(List.of("what to compare cannot be read: " + e.getMessage())));
    }
  }

  /** A node proves its own part; the whole is compared on the machine that has the facts. */
  private String onlyOnTheOtherMachine() {
    String machine =
        beganOn.isEmpty() ? "the machine that began the run" : beganOn + ", which began the run,";
    return "each node has proven its own part. Only "
        + machine
        + " knows what else there was before, and how to undo a change made through OpenStack's"
        + " API: `safeops recover "
        + run
        + "` there undoes and compares it.";
  }
}
