package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.Exit;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code safeops doctor} says of a cluster that it could not read whole. */
class DoctorCommandTest {

  @TempDir Path dir;

  /** Seen in the lab, with ovsdb-server stopped: "no fault found", exit 0. */
  @Test
  void whatCouldNotBeReadIsSaidAndIsNotWell() throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(RecordedNodes.cluster(), facts);
    String problem = "Open_vSwitch could not be read: it took longer than 5 s";
    String whole = Files.readString(facts);
    String broken =
        whole.replaceFirst("\"problems\"\\s*:\\s*\\[\\s*]", "\"problems\": [\"" + problem + "\"]");
    assertThat(broken).isNotEqualTo(whole);
    Files.writeString(facts, broken);

    StringWriter out = new StringWriter();
    int exit =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .execute("doctor", "--facts", facts.toString(), "--format", "json");
    assertThat(out.toString()).contains(problem);
    assertThat(exit).isNotEqualTo(Exit.OK);

    StringWriter text = new StringWriter();
    Main.commandLine().setOut(new PrintWriter(text)).execute("doctor", "--facts", facts.toString());
    assertThat(text.toString()).contains("UNREAD ", problem, "; 1 could be read only in part");
  }
}
