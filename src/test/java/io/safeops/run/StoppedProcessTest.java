package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.run.TypedCommand.Said;
import io.safeops.run.control.RunClient;
import io.safeops.run.control.RunClient.Message;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStatus;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run's process that was stopped: it accepts no client, and clients that left again fill the
 * queue at its socket. No command waits for it, and a recovery does not either.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedProcessTest {

  @TempDir Path state;
  private RunStore store;
  private String run = "";

  @BeforeEach
  void create() throws Exception {
    store = new RunStore(state.resolve("safeops").resolve("runs"));
    run = store.create(Clock.systemUTC(), new Random(1));
    try (FileJournal journal = FileJournal.open(store.journal(run), Clock.systemUTC())) {
      journal.write(new RunEvent.Armed("armed", Optional.empty()));
    }
  }

  /** A socket that accepts no client, with a full queue. */
  private ServerSocketChannel stopped() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(store.socket(run)));
    for (int i = 0; i < 5000; i++) {
      try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        client.configureBlocking(false);
        client.connect(UnixDomainSocketAddress.of(store.socket(run)));
      } catch (IOException full) {
        return server;
      }
    }
    throw new AssertionError("the queue has no end");
  }

  @Test
  void aStoppedProcessCountsAsServedButAcceptsNoClient() throws Exception {
    try (ServerSocketChannel server = stopped()) {
      assertThat(server.isOpen()).isTrue();
      assertThat(RunClient.isServed(store.socket(run))).isTrue();
      assertThat(RunStatus.of(store, run).state()).isEqualTo(RunStatus.State.OPEN);
      assertThatThrownBy(() -> RunClient.connect(store.socket(run)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("accepted no connection");
    }
    assertThat(RunClient.isServed(store.socket(run))).isFalse();
  }

  @Test
  void everyCommandTellsThatItIsStoppedAndARecoveryGoesOn() throws Exception {
    try (ServerSocketChannel server = stopped()) {
      assertThat(server.isOpen()).isTrue();
      assertThat(TypedCommand.types(state, "runs").text()).contains(run + "  OPEN  armed");
      Said show = TypedCommand.types(state, "show", run);
      assertThat(show.text()).contains("ARMED  armed", "now: the run's process");
      for (String word : new String[] {"rollback", "attach"}) {
        Said said = TypedCommand.types(state, word, run);
        assertThat(said.exit()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("accepted no connection", "`safeops recover " + run + "`");
      }
      Said recover = TypedCommand.types(state, "recover", run, "-i", inventory().toString());
      assertThat(recover.exit()).as(recover.text()).isEqualTo(5);
      assertThat(recover.text()).contains("no node that answers knows run " + run);
    }
  }

  /** A run's process of another version sends messages that this client does not know. */
  @Test
  void messagesOfAnotherVersionAreShown() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(store.socket(run)));
      try (RunClient client = RunClient.connect(store.socket(run));
          SocketChannel there = server.accept()) {
        there.write(
            ByteBuffer.wrap(
                """
                {"event":{"kind":"NEWS","text":"something new","data":{"from":"n1"}}}
                {"end":{"end":"KEPT_IN_PART","exit":5,"text":"kept in part"}}
                {"end":{"end":"UNHEARD_OF","exit":99,"text":"who knows"}}
                """
                    .getBytes(UTF_8)));
        assertThat(client.next())
            .isEqualTo(
                new Message.Event(
                    RecordedEvent.of(
                        new RunEvent.OtherEvent("NEWS", "something new", Map.of("from", "n1")))));
        assertThat(client.next())
            .isEqualTo(new Message.RunEnded(new Outcome(End.NOT_PROVEN, "kept in part")));
        assertThat(client.next())
            .isEqualTo(new Message.RunEnded(new Outcome(End.FAILED, "who knows")));
      }
    }
  }

  /** One node, at whose port nobody listens. */
  private Path inventory() throws IOException {
    Path file =
        Files.writeString(
            state.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 127.0.0.1, roles: [central], oob: none, ssh: {user: nobody, port: 9}}
            """);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }
}
