package io.safeops.cli.command;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.review.ReviewException;
import io.safeops.session.ClusterAccess;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PreparedRequest;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.thread.BlockingThreads;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Reads the facts of a cluster for one command. */
final class FactsCollection {

  private FactsCollection() {}

  /** The facts, and how long it took to read them. */
  record Collected(Cluster cluster, MeasuredTimes measuredTimes) {}

  /**
   * @throws DocumentException when the file with the login of the inventory's OpenStack does not
   *     load
   */
  static Cluster collect(Inventory inventory, Secrets secrets)
      throws InterruptedException, DocumentException {
    return collect(inventory, secrets, (access, cluster) -> cluster).cluster();
  }

  /**
   * Reads what a review of the plan needs: the facts, and all columns of the rows that its steps
   * touch. Measures how long that takes, from which the length of a run is computed.
   *
   * @throws ReviewException when safeops cannot tell which rows the steps touch
   */
  static Collected collect(PreparedRequest preparedRequest, Secrets secrets)
      throws InterruptedException, DocumentException, ReviewException {
    return FactsCollection.<ReviewException>collect(
        preparedRequest.inventory(),
        secrets,
        (access, cluster) ->
            access.withRows(
                cluster, preparedRequest.reviewer().rows(preparedRequest.plan(), cluster)));
  }

  /** Reads more, once the facts are there. */
  private interface More<E extends Exception> {
    Cluster read(ClusterAccess access, Cluster cluster)
        throws InterruptedException, DocumentException, E;
  }

  private static <E extends Exception> Collected collect(
      Inventory inventory, Secrets secrets, More<E> more)
      throws InterruptedException, DocumentException, E {
    if (inventory.openstack().isPresent()) {
      // Fails before any node is asked; a run would go on without it.
      inventory.openstack().get().cloud().resolve();
    }
    ExecutorService executor = executor();
    try (ClusterAccess access =
        new ClusterAccess(inventory, new Keyring(secrets), executor, Clock.systemUTC())) {
      Cluster cluster = access.collect();
      MeasuredTimes measuredTimes = access.measuredTimes();
      return new Collected(more.read(access, cluster), measuredTimes);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Has as many threads as there are nodes and open requests. */
  static ExecutorService executor() {
    return BlockingThreads.pool("node");
  }
}
