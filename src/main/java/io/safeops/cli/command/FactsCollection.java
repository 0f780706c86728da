package io.safeops.cli.command;

import io.safeops.cli.terminal.ReadingProgress;
import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Doctor;
import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.inventory.Inventory;
import io.safeops.paths.trace.PathTraces;
import io.safeops.paths.trace.Traced;
import io.safeops.plan.Plan;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.session.ClusterAccess;
import io.safeops.session.MeasuredTimes;
import io.safeops.session.PacketTracer;
import io.safeops.session.PreparedRequest;
import io.safeops.transport.ssh.Keyring;
import io.safeops.transport.ssh.Secrets;
import io.safeops.transport.thread.BlockingThreads;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
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
        inventory, secrets, (access, executor) -> access.collect());
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
        (access, executor) -> {
          Cluster cluster = access.collect();
          MeasuredTimes measuredTimes = access.measuredTimes();
          return new Collected(
              access.withRows(
                  cluster, preparedRequest.reviewer().rows(preparedRequest.plan(), cluster)),
              measuredTimes);
        });
  }

  /**
   * The same for several plans. A plan whose rows cannot be told is reviewed without them, and its
   * review says why.
   */
  static Collected collect(
      Inventory inventory, Reviewer reviewer, List<Plan> plans, Secrets secrets)
      throws InterruptedException, DocumentException {
    return FactsCollection.<Collected, RuntimeException>collect(
        inventory,
        secrets,
        (access, executor) -> {
          Cluster cluster = access.collect();
          MeasuredTimes measuredTimes = access.measuredTimes();
          Set<RowKey> rows = new TreeSet<>();
          for (Plan plan : plans) {
            rows.addAll(rows(reviewer, plan, cluster));
          }
          return new Collected(access.withRows(cluster, List.copyOf(rows)), measuredTimes);
        });
  }

  private static List<RowKey> rows(Reviewer reviewer, Plan plan, Cluster cluster) {
    try {
      return reviewer.rows(plan, cluster);
    } catch (ReviewException | DocumentException reported) {
      // The review of this plan meets the same exception and reports it.
      return List.of();
    }
  }

  /**
   * Lets the doctor read the facts, once or several times.
   *
   * @throws DocumentException also when the doctor's baseline is of another cluster
   */
  static Examined judge(Inventory inventory, Secrets secrets, Doctor doctor, boolean packets)
      throws InterruptedException, DocumentException {
    return FactsCollection.<Examined, RuntimeException>collect(
        inventory,
        secrets,
        (access, executor) -> {
          Diagnosis diagnosis = doctor.examine(new SpacedLooks(access));
          return new Examined(
              diagnosis,
              packets ? Optional.of(traces(diagnosis, access, executor)) : Optional.empty());
        });
  }

  /**
   * What the doctor found.
   *
   * @param traces of packets, if they were asked for
   */
  record Examined(Diagnosis diagnosis, Optional<List<Traced>> traces) {}

  private static List<Traced> traces(
      Diagnosis diagnosis, ClusterAccess access, ExecutorService executor)
      throws InterruptedException {
    return new PacketTracer(access.scripts(), executor)
        .trace(PathTraces.of(diagnosis.paths().paths(), diagnosis.cluster()));
  }

  /** Looks that do not begin sooner after each other than the doctor's pause. */
  private static final class SpacedLooks implements Doctor.Reader {
    private final ClusterAccess access;
    private OptionalLong begun = OptionalLong.empty();

    SpacedLooks(ClusterAccess access) {
      this.access = access;
    }

    @Override
    public Cluster read() throws InterruptedException {
      if (begun.isPresent()) {
        long passed = System.nanoTime() - begun.getAsLong();
        Thread.sleep(Math.max(0, Doctor.PAUSE.minusNanos(passed).toMillis()));
      }
      begun = OptionalLong.of(System.nanoTime());
      return access.collect();
    }
  }

  /** Reads what it needs, and makes the result of it. */
  private interface Use<T, E extends Exception> {
    T of(ClusterAccess access, ExecutorService executor)
        throws InterruptedException, DocumentException, E;
  }

  private static <T, E extends Exception> T collect(
      Inventory inventory, Secrets secrets, Use<T, E> use)
      throws InterruptedException, DocumentException, E {
    if (inventory.openstack().isPresent()) {
      // Fails before any node is asked; a run would go on without it.
      inventory.openstack().get().cloud().resolve();
    }
    ExecutorService executor = executor();
    try (ReadingProgress progress = ReadingProgress.ofTerminal(secrets);
        ClusterAccess access =
            new ClusterAccess(
                inventory, new Keyring(secrets), executor, Clock.systemUTC(), progress)) {
      return use.of(access, executor);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Has as many threads as there are nodes and open requests. */
  static ExecutorService executor() {
    return BlockingThreads.pool("node");
  }
}
