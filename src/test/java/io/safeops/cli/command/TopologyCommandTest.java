package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.cli.view.Exit;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code safeops topology} on facts in a file. */
class TopologyCommandTest {

  @TempDir Path dir;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int topology(String... words) {
    List<String> all = new ArrayList<>(List.of("topology"));
    all.addAll(List.of(words));
    return Main.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(all.toArray(String[]::new));
  }

  private String facts(Cluster cluster) throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(cluster, facts);
    return facts.toString();
  }

  @Test
  void everyFormIsDrawn() throws Exception {
    String facts = facts(RecordedNodes.cluster());
    assertThat(topology("--facts", facts)).isEqualTo(Exit.OK);
    assertThat(out.toString()).startsWith("Cluster at ").contains("Nodes", "bridge br-ex");
    out.getBuffer().setLength(0);
    assertThat(topology("--facts", facts, "--format", "mermaid")).isEqualTo(Exit.OK);
    assertThat(out.toString()).startsWith("flowchart TB\n");
  }

  @Test
  void aFileIsWritten() throws Exception {
    Path picture = dir.resolve("cluster.svg");
    String facts = facts(RecordedNodes.cluster());
    assertThat(topology("--facts", facts, "--format", "svg", "-o", picture.toString()))
        .isEqualTo(Exit.OK);
    assertThat(Files.readString(picture)).startsWith("<svg ").endsWith("</svg>\n");
    assertThat(out.toString()).startsWith("drawn " + picture + ": ").hasLineCount(1);
  }

  /** As {@code safeops facts} says it. */
  @Test
  void aNodeThatCouldNotBeReadIsUnknownAndNotWell() throws Exception {
    Cluster cluster = RecordedNodes.cluster();
    String name = cluster.nodes().get(0).name();
    Cluster unread =
        cluster.withNode(
            name,
            node ->
                Node.unread(
                    node.name(),
                    node.address(),
                    node.roles(),
                    Optional.empty(),
                    Optional.of("no answer in 5 s")));
    assertThat(topology("--facts", facts(unread))).isEqualTo(Exit.NOT_STARTED);
    assertThat(out.toString()).contains("UNKNOWN    " + name, "not read: no answer in 5 s");
    assertThat(err.toString()).contains(name + ": no answer in 5 s");
  }

  @Test
  void badInputIsToldWithItsPlace() {
    String missing = dir.resolve("missing.json").toString();
    assertThat(topology("--facts", missing)).isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString()).contains(missing).doesNotContain("\tat ");
    assertThat(topology("--facts", missing, "--format", "svgg")).isEqualTo(Exit.BAD_INPUT);
    assertThat(err.toString()).contains("unknown format `svgg`");
    assertThat(out.toString()).isEmpty();
  }
}
