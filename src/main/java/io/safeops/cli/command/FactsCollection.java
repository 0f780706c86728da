package io.safeops.cli.command;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.inventory.Inventory;
import io.safeops.review.ReviewException;
import io.safeops.session.ClusterAccess;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PreparedRequest;
import io.safeops.transport.BlockingThreads;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Reads the facts of a cluster for one command. */
final class FactsCollection {

  private FactsCollection() {}

  /** The facts, and how fast they were had. */
  record Collected(Cluster cluster, MeasuredTimes measuredTimes) {}

  /**
   * @throws DocumentException when the file that the inventory's OpenStack stands in does not load
   */
  static Cluster collect(Inventory inventory, Secrets secrets)
      throws InterruptedException, DocumentException {
    return collect(inventory, secrets, (access, cluster) -> cluster).cluster();
  }

  /**
   * Reads what a review of the plan needs: the facts, and in whole the rows that its steps touch;
   * and tells how fast they were had, which the length of a run is told by.
   *
   * @throws ReviewException when it cannot be told which these are
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

  /** What more is read once the facts are there. */
  private interface More<E extends Exception> {
    Cluster read(ClusterAccess access, Cluster cluster)
        throws InterruptedException, DocumentException, E;
  }

  private static <E extends Exception> Collected collect(
      Inventory inventory, Secrets secrets, More<E> more)
      throws InterruptedException, DocumentException, E {
    if (inventory.openstack().isPresent()) {
      // Said before anybody is asked; a run would go on without it.
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

  /** As many threads as there are nodes and requests on their way. */
  static ExecutorService executor() {
    return BlockingThreads.pool("node");
  }
}
