package io.safeops.run.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.safeops.run.coordinate.BestEffortJournal;
import io.safeops.run.coordinate.Journal.JournalException;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that was cut anywhere is read up to its last complete line, and goes on from there. */
class FileJournalTest {

  // Characters of two, three and four bytes.
  private static final List<String> TEXTS =
      List.of("arming net", "geprüft: größer", "✓ 完了", "\uD83D\uDD25 rollback", "ended");

  // Each that is written on waits for the disk.
  private static final int SYNCED = 29;

  // The length of a line depends on the digits of its time: the same one for all.
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC);

  @TempDir Path directory;
  private Path path;

  @BeforeEach
  void choose() {
    path = directory.resolve("journal.jsonl");
  }

  private static RunEvent event(String text) {
    return new RunEvent.NodeNote(text, "jürgen");
  }

  private static List<String> texts(List<RecordedEvent> events) {
    return events.stream().map(line -> line.event().text()).toList();
  }

  private byte[] written() throws IOException, JournalException {
    try (FileJournal journal = FileJournal.open(path, CLOCK)) {
      for (String text : TEXTS) {
        journal.write(event(text));
      }
    }
    return Files.readAllBytes(path);
  }

  private static int linesIn(byte[] whole, int cut) {
    return (int) IntStream.range(0, cut).filter(at -> whole[at] == '\n').count();
  }

  @Test
  void cutAtEveryByteItIsReadAndCanBeWrittenOn() throws Exception {
    byte[] whole = written();
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(path, java.util.Arrays.copyOf(whole, cut));
      List<String> left = TEXTS.subList(0, linesIn(whole, cut));
      assertThat(texts(FileJournal.read(path))).as("cut at %d", cut).isEqualTo(left);
      if (cut % SYNCED != 0) {
        continue;
      }
      try (FileJournal journal = FileJournal.open(path, CLOCK)) {
        journal.write(event("taken over"));
      }
      List<String> all = new java.util.ArrayList<>(left);
      all.add("taken over");
      assertThat(texts(FileJournal.read(path))).as("cut at %d", cut).isEqualTo(all);
      assertThat(FileJournal.firstBroken(path)).as("cut at %d", cut).isZero();
    }
  }

  /** After a power cut a file may have its new length without its new content. */
  @Test
  void anIncompleteLineAtTheEndIsIgnored() throws Exception {
    byte[] whole = written();
    for (String end : List.of("\0\0\0\0", "\0\0\n", "\n", "{\"seq\":\n", "null\n", "\u00ff\n")) {
      Files.write(path, whole);
      Files.write(path, end.getBytes(UTF_8), java.nio.file.StandardOpenOption.APPEND);
      assertThat(texts(FileJournal.read(path))).as(end).isEqualTo(TEXTS);
    }
  }

  /** A line that was changed is reported and hides no other. */
  @Test
  void aChangedLineIsReportedAndTheOthersAreRead() throws Exception {
    byte[] whole = written();
    int second = linesIn(whole, 0) + new String(whole, UTF_8).indexOf('\n') + 1;
    whole[second] = 'x';
    Files.write(path, whole);
    assertThat(texts(FileJournal.read(path)))
        .containsExactly(TEXTS.get(0), TEXTS.get(2), TEXTS.get(3), TEXTS.get(4));
    assertThat(FileJournal.firstBroken(path)).isEqualTo(2);
  }

  @Test
  void onADiskThatFillsAtAnyByteOnlyWholeLinesCountAndLaterOnesFollow() throws Exception {
    int enough = written().length;
    for (int room = 0; room < enough; room++) {
      FullDisk disk = new FullDisk(room);
      FileJournal journal = new FileJournal(disk, JournalLines.of(new byte[0]), () -> {}, CLOCK);
      int kept = 0;
      while (kept < TEXTS.size() && isWritten(journal, TEXTS.get(kept))) {
        kept++;
      }
      assertThat(kept).as("room for %d", room).isLessThan(TEXTS.size());
      assertThat(texts(JournalLines.of(disk.content()).events())).isEqualTo(TEXTS.subList(0, kept));

      disk.hasRoomFor(2 * enough);
      journal.write(event("there is room again"));
      JournalLines lines = JournalLines.of(disk.content());
      assertThat(texts(lines.events())).hasSize(kept + 1).endsWith("there is room again");
      assertThat(lines.firstBroken()).as("room for %d", room).isZero();
    }
  }

  /** On a disk that is full to the last byte a run still writes down how it ended. */
  @Test
  void theEndOfARunHasReservedSpace() throws Exception {
    int enough = written().length;
    for (int room = 0; room < enough; room++) {
      int first = room;
      FullDisk disk = new FullDisk(room);
      FileJournal journal =
          new FileJournal(
              disk,
              JournalLines.of(new byte[0]),
              () -> disk.hasRoomFor(first + ReservedDiskSpace.LENGTH),
              CLOCK);
      while (isWritten(journal, "forward")) {
        // Until the disk is full: what leads forward has no room of its own.
      }
      BestEffortJournal record = new BestEffortJournal(journal);
      record.write(new RunEvent.RollbackBegan("undoing", "a probe"));
      record.write(new RunEvent.Ended(new Outcome(Outcome.End.ROLLED_BACK, "undone")));
      Outcome outcome = new Outcome(Outcome.End.ROLLED_BACK, "undone");
      assertThat(record.withJournalLoss(outcome)).as("room for %d", room).isEqualTo(outcome);
      assertThat(texts(JournalLines.of(disk.content()).events())).endsWith("undoing", "undone");
    }
  }

  @Test
  void theSpaceIsReservedWhileTheJournalIsOpen() throws Exception {
    Path reserve = directory.resolve("journal.reserve");
    try (FileJournal journal = FileJournal.open(path, CLOCK)) {
      assertThat(reserve).hasSize(ReservedDiskSpace.LENGTH);
      journal.withListener(event -> {}).useReserve();
      assertThat(reserve).doesNotExist();
    }
    try (FileJournal journal = FileJournal.open(path, CLOCK)) {
      journal.write(event("more"));
      assertThat(reserve).exists();
    }
    assertThat(reserve).doesNotExist();
  }

  private static boolean isWritten(FileJournal journal, String text) {
    try {
      journal.write(event(text));
      return true;
    } catch (JournalException full) {
      assertThat(full).hasMessage("No space left on device");
      return false;
    }
  }

  @Test
  void noOtherProcessWritesIt() throws Exception {
    try (FileJournal journal = FileJournal.open(path, CLOCK)) {
      assertThatThrownBy(() -> FileJournal.open(path, CLOCK))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("open already");
      journal.write(event("still mine"));
    }
    assertThat(texts(FileJournal.read(path))).containsExactly("still mine");
  }
}
