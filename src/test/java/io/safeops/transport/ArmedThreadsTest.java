package io.safeops.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many threads a run holds for its nodes. */
@Tag("process")
class ArmedThreadsTest extends SshLoginFixture {

  private static final int NODES = 200;

  /** One reads the connection, one keeps it alive, one drains what the guard says aside. */
  private static final int EACH = 3;

  /** For what is just being opened or closed. */
  private static final int ASIDE = 2 * Parallel.DEFAULT_WIDTH;

  @Test
  void threadsPerArmedNodeAreFewAndDoNotGrowWhenConnectionsAreOpenedAgain() throws Exception {
    Transport transport = new SshTransport(settings(), new Keyring(Secrets.none()));
    List<String> nodes = IntStream.range(0, NODES).mapToObj(i -> "n" + i).toList();
    try (NodeConnections connections = new NodeConnections(node -> transport, LIMIT)) {
      for (int opening = 0; opening < 3; opening++) {
        boolean first = opening == 0;
        List<Parallel.Outcome<String, LineChannel>> opened =
            new Parallel(Parallel.DEFAULT_WIDTH)
                .run(
                    nodes,
                    node -> {
                      Connection connection =
                          first ? connections.shared(node) : connections.fresh(node);
                      return connection.start(Command.of("cat"));
                    });
        assertThat(opened).hasSize(NODES).allMatch(each -> each instanceof Parallel.Done);
        settles();
      }
    }
  }

  /** Idle threads of the pool end after a minute; those that wait for something count. */
  private static void settles() {
    long end = System.nanoTime() + LIMIT.toNanos() * 6;
    while (held() > NODES * EACH + ASIDE && System.nanoTime() < end) {
      LockSupport.parkNanos(100_000_000);
    }
    assertThat(held()).isBetween((long) NODES, (long) NODES * EACH + ASIDE);
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
