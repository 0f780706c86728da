package io.safeops.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.terminal.LineHistory.Keep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jline.reader.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineHistoryTest {

  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  private Path file() {
    return folder.resolve("state/safeops/history");
  }

  private LineHistory opens() {
    LineHistory history =
        new LineHistory(
            file(),
            line ->
                line.startsWith("code")
                    ? Keep.NEVER
                    : line.startsWith("go") ? Keep.HERE : Keep.ALWAYS,
            said::add);
    history.load();
    return history;
  }

  private static void type(LineHistory history, String... lines) {
    for (String line : lines) {
      history.add(Instant.now(), line);
    }
  }

  private static List<String> lines(LineHistory history) {
    return StreamSupport.stream(history.spliterator(), false).map(History.Entry::line).toList();
  }

  @Test
  void linesAreThereInTheNextSession() throws Exception {
    LineHistory first = opens();
    type(first, "show step ", "nodes", "nodes", "go", "code K7M2QX", "  ", " log", "nodes");
    assertThat(lines(first)).containsExactly("show step ", "nodes", "go", "nodes");
    assertThat(lines(opens())).containsExactly("show step", "nodes", "nodes");
    assertThat(Files.readString(file())).doesNotContain("K7M2QX", "go");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(said).isEmpty();
  }

  @Test
  void twoSessionsKeepTheLinesOfBoth() throws Exception {
    LineHistory one = opens();
    LineHistory two = opens();
    type(one, "a");
    type(two, "b");
    type(one, "c");
    assertThat(lines(opens())).containsExactly("a", "b", "c");
  }

  @Test
  void noMoreThanAThousandLinesAreKept() throws Exception {
    Files.createDirectories(file().getParent());
    Files.write(file(), IntStream.range(0, 1500).mapToObj(i -> "line " + i).toList());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    opens();
    assertThat(Files.readAllLines(file()))
        .hasSize(LineHistory.MOST)
        .startsWith("line 500")
        .endsWith("line 1499");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(file().getParent())) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void whatIsNoLineIsNotRead() throws Exception {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "a\n\n\u001b[2Jb\n" + "x".repeat(5000) + "\nc\n");
    LineHistory history = opens();
    assertThat(lines(history)).containsExactly("a", "c");
    type(history, "d\ne", "x".repeat(5000), "\u001b[2J", "f");
    assertThat(lines(opens())).containsExactly("a", "c", "f");
  }

  @Test
  void aFileThatCannotBeWrittenIsSaidOnce() throws Exception {
    Files.writeString(folder.resolve("state"), "no folder");
    LineHistory history = opens();
    type(history, "a", "b");
    assertThat(lines(history)).containsExactly("a", "b");
    assertThat(said).hasSize(1);
    assertThat(said.get(0)).startsWith("what you type is not kept for later sessions: " + file());
  }

  /** Whoever can put a link there must not make safeops write to another file. */
  @Test
  void aLinkIsNotFollowed() throws Exception {
    Files.createDirectories(file().getParent());
    Path other = Files.writeString(folder.resolve("other"), "theirs\n");
    Files.createSymbolicLink(file(), other);
    LineHistory history = opens();
    type(history, "a");
    assertThat(lines(history)).containsExactly("a");
    assertThat(other).hasContent("theirs\n");
    assertThat(said)
        .containsExactly(
            "what you type is not kept for later sessions: " + file() + ": it is no plain file");
  }
}
