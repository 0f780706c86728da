package io.safeops.transport.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.transport.TransportException;
import io.safeops.transport.TransportException.TransportFailure;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {

  @Test
  void resultsComeInOrderAndFailuresAreCollected() throws Exception {
    List<String> seen =
        new Parallel(3)
                .run(
                    List.of("ctl", "net", "cmp"),
                    node -> {
                      if (node.equals("net")) {
                        throw new TransportException(TransportFailure.UNREACHABLE, "net is down");
                      }
                      return node.length();
                    })
                .stream()
                .map(o -> o.node() + "=" + o.fold(String::valueOf, TransportException::getMessage))
                .toList();
    assertThat(seen).containsExactly("ctl=3", "net=net is down", "cmp=3");
  }

  @Test
  void neverMoreThanItsWidthAtOnceButThatMany() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch four = new CountDownLatch(4);
    List<Integer> nodes = IntStream.range(0, 40).boxed().toList();
    var outcomes =
        new Parallel(4)
            .run(
                nodes,
                node -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  four.countDown();
                  try {
                    assertThat(four.await(5, TimeUnit.SECONDS)).isTrue();
                  } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                  }
                  now.decrementAndGet();
                  return node;
                });
    assertThat(most).hasValue(4);
    assertThat(outcomes).extracting(Parallel.NodeResult::node).isEqualTo(nodes);
  }

  @Test
  void aDefectInATaskIsNotHidden() {
    assertThatThrownBy(
            () ->
                new Parallel(2)
                    .run(
                        List.of(1, 2),
                        node -> {
                          throw new IllegalStateException("defect");
                        }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("defect");
  }

  @Test
  void noNodesNoWork() throws Exception {
    assertThat(new Parallel(1).run(List.of(), node -> node)).isEmpty();
  }
}
