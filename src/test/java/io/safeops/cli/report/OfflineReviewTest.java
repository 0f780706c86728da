package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.cli.command.Main;
import io.safeops.house.TestTools;
import io.safeops.schema.FileKind;
import io.safeops.schema.OutputSchema;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A review of a file of facts is done where no socket can be made and no program be started. The
 * kernel denies both here (strace, "Tampering").
 */
@Tag("process")
class OfflineReviewTest {

  @TempDir private Path temporary;

  @Test
  void aReviewOfFactsNeedsNeitherSocketNorProgram() throws Exception {
    TestTools.need("strace");
    ReviewedFolder folder = new ReviewedFolder(temporary);
    folder.command("plans/down.yaml", "cmp", List.of("ip", "link", "set", "enp6s18", "down"));
    Path trace = temporary.resolve("trace");
    List<String> command =
        new ArrayList<>(
            List.of(
                "strace",
                "-f",
                "-qq",
                "-o",
                trace.toString(),
                "-e",
                "trace=socket,connect,bind,sendto,execve",
                "-e",
                "inject=socket,connect,bind,sendto:error=EACCES",
                // The first one starts Java.
                "-e",
                "inject=execve:error=EACCES:when=2+",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "review",
                "-i",
                folder.path("inventory.yaml").toString(),
                "--facts",
                folder.path("facts.json").toString(),
                "--rehearse",
                "--report",
                "json=" + temporary.resolve("r.json"),
                "restart-controller",
                folder.path("plans").toString(),
                "-p",
                "node=cmp"));
    File printed = temporary.resolve("printed").toFile();
    Process review =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(printed).start();
    int exit = review.waitFor();
    String said = Files.readString(printed.toPath(), StandardCharsets.UTF_8);
    assertThat(exit).as(said).isEqualTo(3);
    assertThat(said).contains("1 of 2 plans pass", "REFUSED paths/stay", "the code is typed");
    assertThat(
            OutputSchema.of(FileKind.REVIEW)
                .strictProblems(new ObjectMapper().readTree(temporary.resolve("r.json").toFile())))
        .isEmpty();
    assertThat(Files.readString(trace))
        .as("what was tried")
        .doesNotContain("connect(", "bind(", "sendto(")
        .doesNotContainPattern("(?s)execve\\(.*execve\\(");
  }
}
