package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.TypedCommand.Said;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.FileJournal;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose files are damaged, beside a good one: each command shows what it can. */
class BadRunsTest {

  @TempDir Path state;
  private RunStore store;
  private String well = "";
  private String torn = "";
  private String unreadable = "";
  private String without = "";
  private String huge = "";

  @BeforeEach
  void create() throws Exception {
    store = new RunStore(state.resolve("safeops").resolve("runs"));
    well = begun();
    torn = begun();
    byte[] whole = Files.readAllBytes(store.journal(torn));
    int middle = new String(whole, UTF_8).substring(0, whole.length / 2).getBytes(UTF_8).length;
    int character = middle;
    while (whole[character] >= 0) {
      character++; // to the first byte of a character of several
    }
    Files.write(store.journal(torn), Arrays.copyOf(whole, character + 1));
    unreadable = begun();
    Files.delete(store.journal(unreadable));
    Files.createDirectory(store.journal(unreadable));
    huge = begun();
    try (RandomAccessFile file = new RandomAccessFile(store.journal(huge).toFile(), "rw")) {
      file.setLength(3L << 30); // more than an array holds; it takes no room
    }
    without = begun();
    Files.delete(store.journal(without));
  }

  private String begun() throws Exception {
    String run = store.create(Clock.systemUTC(), new Random());
    try (FileJournal journal = FileJournal.open(store.journal(run), Clock.systemUTC())) {
      journal.write(new RunEvent.RunStarted("jürgen runs it", "", "jürgen", Map.of()));
      journal.write(new RunEvent.Ended(new Outcome(End.CONFIRMED, "confirmed; äöüäöüäöü")));
    }
    Files.writeString(store.request(run), "{\"inv");
    return run;
  }

  @Test
  void oneBadRunHidesNoOther() throws Exception {
    Said runs = TypedCommand.types(state, "runs");
    assertThat(runs.exit()).as(runs.text()).isZero();
    assertThat(runs.text())
        .contains(well + "  CONFIRMED  confirmed; äöüäöüäöü")
        .contains(torn + "  PROCESS GONE  jürgen runs it")
        .contains(unreadable + "  UNREADABLE  its journal cannot be read")
        .contains(huge + "  UNREADABLE  its journal cannot be read: it has 3221225472 bytes")
        .contains(without + "  NO JOURNAL  the run never began, or its journal is lost")
        .contains("`safeops recover " + without + "` asks the nodes");
  }

  @Test
  void whatCanBeReadIsShown() throws Exception {
    Said shown = TypedCommand.types(state, "show", torn);
    assertThat(shown.exit()).as(shown.text()).isZero();
    assertThat(shown.text()).contains("STARTED  jürgen runs it").doesNotContain("Input length");
    Said not = TypedCommand.types(state, "show", unreadable);
    assertThat(not.exit()).as(not.text()).isEqualTo(1);
    assertThat(not.text()).contains("run " + unreadable + ": its journal cannot be read");
  }

  @Test
  void aRecoveryAsksTheNodesWhateverTheFilesHold() throws Exception {
    Path inventory = inventory();
    for (String run : new String[] {torn, unreadable, huge, without}) {
      Said asked = TypedCommand.types(state, "recover", run, "-i", inventory.toString());
      assertThat(asked.exit()).as(asked.text()).isEqualTo(5);
      assertThat(asked.text())
          .contains("no node that answers knows run " + run, "silent: ctl", "may be armed");
    }
    Said notSaid = TypedCommand.types(state, "recover", torn);
    assertThat(notSaid.exit()).as(notSaid.text()).isEqualTo(2);
    assertThat(notSaid.text())
        .contains("the request of run " + torn + " cannot be read")
        .contains("`safeops recover " + torn + " -i INVENTORY`");
    Said rollback = TypedCommand.types(state, "rollback", torn);
    assertThat(rollback.exit()).as(rollback.text()).isEqualTo(2);
    assertThat(rollback.text()).contains("`safeops recover " + torn + " -i INVENTORY`");
  }

  @Test
  void anEmptyRequestCannotBeRead() throws Exception {
    String without =
        "{\"plan\":\"p\",\"params\":{},\"policies\":[],\"waivers\":{},\"inventory\":null}";
    for (String text : new String[] {"null", without}) {
      Files.writeString(store.request(torn), text);
      for (String word : new String[] {"recover", "rollback"}) {
        Said said = TypedCommand.types(state, word, torn);
        assertThat(said.exit()).as(said.text()).isEqualTo(2);
        assertThat(said.text()).contains("`safeops recover " + torn + " -i INVENTORY`");
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
