package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Transport;
import io.safeops.transport.TransportException;
import io.safeops.transport.connect.NodeConnections;
import io.safeops.transport.thread.Parallel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How many threads a run holds for its nodes: a link to each, and each of them replaced by a newer
 * one again and again, as a confirm and late beats do.
 */
@Tag("process")
class ArmedThreadsTest extends SshLoginFixture {

  private static final int NODES = 200;

  /**
   * One reads the connection, one keeps it alive, one reads the lines of the guard, one what it
   * says aside.
   */
  private static final int EACH = 4;

  /** For what is just being opened or closed. */
  private static final int ASIDE = 2 * Parallel.DEFAULT_WIDTH;

  private final Map<String, Runnable> closing = new ConcurrentHashMap<>();

  @Test
  void threadsPerArmedNodeAreFewAndDoNotGrowWhenConnectionsAreOpenedAgain() throws Exception {
    Transport transport = new SshTransport(settings(), new Keyring(Secrets.none()));
    List<String> nodes = IntStream.range(0, NODES).mapToObj(i -> "n" + i).toList();
    try (NodeConnections connections = new NodeConnections(node -> transport, LIMIT)) {
      for (int opening = 0; opening < 3; opening++) {
        boolean first = opening == 0;
        List<Parallel.NodeResult<String, LineChannel>> opened =
            new Parallel(Parallel.DEFAULT_WIDTH)
                .run(
                    nodes,
                    node ->
                        link(first ? connections.sharedHeld(node) : connections.fresh(node), node));
        assertThat(opened).hasSize(NODES).allMatch(each -> each instanceof Parallel.Done);
        settles();
      }
    }
  }

  /** A link is closed, with its channels, when it is replaced. */
  private LineChannel link(Connection connection, String node) throws TransportException {
    LineChannel guard = connection.start(Command.of("cat"));
    Runnable older =
        closing.put(
            node,
            () -> {
              guard.close();
              connection.close();
            });
    if (older != null) {
      older.run();
    }
    return guard;
  }

  /** Idle threads of the pool end after a minute; those that wait for something count. */
  private static void settles() {
    long end = System.nanoTime() + LIMIT.toNanos() * 6;
    while (held() > NODES * EACH + ASIDE && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(held()).isBetween((long) NODES * EACH, (long) NODES * EACH + ASIDE);
  }

  private static long held() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(
            each ->
                each.getKey().getName().startsWith("sshj-")
                    || each.getKey().getName().startsWith("safeops-io-"))
        .filter(each -> !isIdle(each.getValue()))
        .count();
  }

  private static boolean isIdle(StackTraceElement[] stack) {
    return List.of(stack).stream()
        .anyMatch(
            frame ->
                frame.getClassName().endsWith("ThreadPoolExecutor")
                    && frame.getMethodName().equals("getTask"));
  }
}
