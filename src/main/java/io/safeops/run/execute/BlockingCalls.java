package io.safeops.run.execute;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Blocking work, done away from the loop. */
public final class BlockingCalls {

  private BlockingCalls() {}

  /**
   * Completes with the result, or with what the work threw, or with why it could not be started.
   */
  public static <T> CompletableFuture<T> call(Executor executor, Callable<T> work) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Runnable task =
        new FutureTask<T>(work) {
          @Override
          protected void done() {
            try {
              future.complete(get());
            } catch (ExecutionException failed) {
              future.completeExceptionally(failed.getCause() == null ? failed : failed.getCause());
            } catch (InterruptedException | CancellationException stopped) {
              future.completeExceptionally(stopped);
            }
          }
        };
    try {
      executor.execute(task);
    } catch (RejectedExecutionException noThread) {
      future.completeExceptionally(noThread);
    }
    return future;
  }
}
