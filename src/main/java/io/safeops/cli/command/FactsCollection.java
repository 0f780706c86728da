package io.safeops.cli.command;

import io.safeops.document.DocumentException;
import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Doctor;
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
    return FactsCollection.<Cluster, RuntimeException>collect(
        inventory, secrets, (access, cluster) -> cluster);
  }

  /**
   * Reads what a review of the plan needs: the facts, and all columns of the rows that its steps
   * touch. Measures how long that takes, from which the length of a run is computed.
   *
   * @throws ReviewException when safeops cannot tell which rows the steps touch
   */
  static Collected collect(PreparedRequest preparedRequest, Secrets secrets)
      throws InterruptedException, DocumentException, ReviewException {
    return FactsCollection.<Collected, ReviewException>collect(
        preparedRequest.inventory(),
        secrets,
        (access, cluster) -> {
          MeasuredTimes measuredTimes = access.measuredTimes();
          return new Collected(
              access.withRows(
                  cluster, preparedRequest.reviewer().rows(preparedRequest.plan(), cluster)),
              measuredTimes);
        });
  }

  /**
   * Reads the facts, and lets the doctor judge them and read them again.
   *
   * @throws DocumentException also when the doctor's baseline is of another cluster
   */
  static Diagnosis judge(Inventory inventory, Secrets secrets, Doctor doctor)
      throws InterruptedException, DocumentException {
    return FactsCollection.<Diagnosis, RuntimeException>collect(
        inventory,
        secrets,
        (access, cluster) ->
            doctor.examine(
                cluster,
                () -> {
                  Thread.sleep(Doctor.PAUSE.toMillis());
                  return access.collect();
                }));
  }

  /** Makes the result of the facts, and may read more. */
  private interface Use<T, E extends Exception> {
    T of(ClusterAccess access, Cluster cluster) throws InterruptedException, DocumentException, E;
  }

  private static <T, E extends Exception> T collect(
      Inventory inventory, Secrets secrets, Use<T, E> use)
      throws InterruptedException, DocumentException, E {
    if (inventory.openstack().isPresent()) {
      // Fails before any node is asked; a run would go on without it.
      inventory.openstack().get().cloud().resolve();
    }
    ExecutorService executor = executor();
    try (ClusterAccess access =
        new ClusterAccess(inventory, new Keyring(secrets), executor, Clock.systemUTC())) {
      return use.of(access, access.collect());
    } finally {
      executor.shutdownNow();
    }
  }

  /** Has as many threads as there are nodes and open requests. */
  static ExecutorService executor() {
    return BlockingThreads.pool("node");
  }
}
