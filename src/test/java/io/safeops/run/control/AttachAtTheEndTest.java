package io.safeops.run.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.EventLoop;
import io.safeops.run.TypedCommand;
import io.safeops.run.TypedCommand.Said;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that attaches while a run ends, or after it, is told how it ended. */
@Timeout(600)
class AttachAtTheEndTest {

  @TempDir Path state;
  private RunStore store;
  private String run = "";

  @BeforeEach
  void create() throws Exception {
    store = new RunStore(state.resolve("safeops").resolve("runs"));
    run = store.create(Clock.systemUTC(), new Random(1));
  }

  private void journal(RunEvent event) throws Exception {
    try (FileJournal journal = FileJournal.open(store.journal(run), Clock.systemUTC())) {
      journal.write(event);
    }
  }

  private void journalEnd() throws Exception {
    journal(new RunEvent.Ended(new Outcome(End.ROLLED_BACK, "undone.")));
  }

  @Test
  void afterTheEnd() throws Exception {
    journalEnd();
    assertThat(TypedCommand.types(state, "attach", run)).isEqualTo(new Said(4, "undone.\n"));
  }

  /** The process closes the socket between the connection and the first line. */
  @Test
  void inTheMomentOfTheEnd() throws Exception {
    journal(new RunEvent.Armed("armed", Optional.empty()));
    Process attached;
    try (RunServer server =
        RunServer.open(store.socket(run), new EventLoop(), new OperatorCommandQueue())) {
      server.tell(new RunEvent.Armed("armed", Optional.empty()));
      attached = TypedCommand.start(state, "attach", run);
      var lines = attached.inputReader(UTF_8);
      assertThat(lines.readLine()).endsWith("armed");
      journalEnd();
      server.close();
      assertThat(lines.readLine()).isEqualTo("undone.");
    }
    assertThat(attached.waitFor()).isEqualTo(4);
  }
}
