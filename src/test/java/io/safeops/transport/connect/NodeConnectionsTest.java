package io.safeops.transport.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.LineChannel;
import io.safeops.transport.Result;
import io.safeops.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A newer connection to a node takes the place of the older one, and ends nothing on it. */
class NodeConnectionsTest {

  /** A connection that does nothing, and knows whether it was closed. */
  private static final class Idle implements Connection {
    private boolean closed;

    @Override
    public Result run(Command command, byte[] standardInput, Duration timeout) {
      return new Result(0, new byte[0], new byte[0]);
    }

    @Override
    public LineChannel start(Command command) {
      return new LineChannel() {
        @Override
        public void send(String line) {}

        @Override
        public @Nullable String receive() {
          return null;
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final List<Idle> opened = new ArrayList<>();
  private final NodeConnections connections =
      new NodeConnections(
          node ->
              new Transport() {
                @Override
                public String description() {
                  return node;
                }

                @Override
                public Connection open(Duration timeout) {
                  opened.add(new Idle());
                  return opened.get(opened.size() - 1);
                }
              },
          Duration.ofSeconds(1));

  @Test
  void whatIsUnderWayOnTheOlderOneEndsThereAndThenItIsClosed() throws Exception {
    Connection link = connections.sharedHeld("n");
    LineChannel change = link.start(Command.of("change"));
    connections.fresh("n");
    link.close();
    link.close();
    assertThat(opened.get(0).isOpen()).as("a change is running on it").isTrue();
    change.close();
    change.close();
    assertThat(opened.get(0).isOpen()).isFalse();
    assertThat(opened.get(1).isOpen()).isTrue();
  }

  @Test
  void anOlderOneOnWhichNothingIsUnderWayIsClosedAtOnceAndTakesNothingNew() throws Exception {
    Connection older = connections.shared("n");
    older.start(Command.of("look")).close();
    Connection newer = connections.freshFirst("n");
    assertThat(older.isOpen()).isFalse();
    assertThat(opened.get(0).isOpen()).isFalse();
    assertThat(newer.isOpen()).isTrue();
    connections.shared("n");
    assertThat(opened).hasSize(2);
  }

  @Test
  void whoUsesAConnectionKeepsItAlsoBeforeAnythingIsUnderWay() throws Exception {
    Connection link = connections.sharedHeld("n");
    connections.fresh("n");
    assertThat(opened.get(0).isOpen()).isTrue();
    link.close();
    assertThat(opened.get(0).isOpen()).isFalse();
  }

  @Test
  void whoClosesItsShareOfTheConnectionInUseLeavesItToTheOthers() throws Exception {
    connections.sharedHeld("n").close();
    assertThat(opened.get(0).isOpen()).isTrue();
    connections.shared("n");
    assertThat(opened).hasSize(1);
  }

  @Test
  void oneThatIsLeavingTakesNothingNewAndIsClosedInTheEnd() throws Exception {
    Connection older = connections.shared("n");
    older.start(Command.of("change"));
    connections.fresh("n");
    assertThat(older.isOpen()).isFalse();
    connections.close();
    assertThat(opened).noneMatch(Idle::isOpen);
  }
}
