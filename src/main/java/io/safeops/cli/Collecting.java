package io.safeops.cli;

import io.safeops.cluster.Cluster;
import io.safeops.document.DocumentException;
import io.safeops.inventory.Inventory;
import io.safeops.run.ClusterAccess;
import io.safeops.run.Pace;
import io.safeops.transport.Keyring;
import io.safeops.transport.Secrets;
import io.safeops.transport.WaitingThreads;
import java.time.Clock;
import java.util.concurrent.ExecutorService;

/** Reads the facts of a cluster for one command. */
final class Collecting {

  private Collecting() {}

  /** The facts, and how fast they were had. */
  record Collected(Cluster cluster, Pace pace) {}

  /**
   * @throws DocumentException when the file that the inventory's OpenStack stands in does not load
   */
  static Cluster collect(Inventory inventory, Secrets secrets)
      throws InterruptedException, DocumentException {
    return collectTimed(inventory, secrets).cluster();
  }

  /** The same, and how fast they were had: what the length of a run is told by. */
  static Collected collectTimed(Inventory inventory, Secrets secrets)
      throws InterruptedException, DocumentException {
    if (inventory.openstack().isPresent()) {
      // Said before anybody is asked; a run would go on without it.
      inventory.openstack().get().cloud().resolve();
    }
    ExecutorService executor = executor();
    try (ClusterAccess access =
        new ClusterAccess(inventory, new Keyring(secrets), executor, Clock.systemUTC())) {
      Cluster cluster = access.collect();
      return new Collected(cluster, access.pace());
    } finally {
      executor.shutdownNow();
    }
  }

  /** As many threads as there are nodes and requests on their way. */
  static ExecutorService executor() {
    return WaitingThreads.pool("node");
  }
}
