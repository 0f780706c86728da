package io.safeops.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsDigest;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FactsCommandTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path recorded;

  @BeforeEach
  void recordFacts() throws IOException {
    recorded = folder.resolve("facts.json");
    try (InputStream in =
        FactsCommandTest.class.getResourceAsStream("/io/safeops/paths/healthy.json")) {
      Files.write(recorded, in.readAllBytes());
    }
  }

  private int run(String... args) {
    return Main.run(out, err, args);
  }

  @Test
  void factsOfAFileAreRedactedWithoutANode() throws Exception {
    Path redacted = folder.resolve("redacted.json");
    assertThat(run("facts", "--facts", recorded.toString(), "--redact", "-o", redacted.toString()))
        .as(err.toString())
        .isZero();

    Cluster cluster = FactsFile.load(redacted);
    assertThat(cluster.nodes()).hasSize(3);
    assertThat(cluster.node("cmp")).isEmpty();
    assertThat(Files.readString(redacted))
        .contains("\"redacted\" : true")
        .doesNotContain("\"inventory\"", "192.0.2.11", "physnet2", "44444444-4444");
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "saved " + redacted + ": 3 nodes, digest " + FactsDigest.of(cluster));
    assertThat(run("doctor", "--facts", redacted.toString())).isZero();
  }

  /** Seen: the whole JSON on the screen of the shell, before the last line. */
  @Test
  void theShellShowsASummaryUnlessAnOutputIsAskedFor() {
    String[] facts = {"facts", "--facts", recorded.toString(), "--redact"};
    assertThat(Main.run(inShell(), out, err, facts)).as(err.toString()).isZero();
    assertThat(out.toString().lines().toList()).hasSize(2);
    assertThat(out.toString())
        .startsWith("read: nodes 3, logical switches ")
        .contains("`facts -o FILE` keeps the facts, `facts --format json` prints them");
    out.reset();
    String[] json = {"facts", "--facts", recorded.toString(), "--redact", "--format", "json"};
    assertThat(Main.run(inShell(), out, err, json)).isZero();
    assertThat(out.toString()).contains("\"nodes\"");
  }

  private static CommandLine inShell() {
    CommandLine commands = Main.commandLine("facts");
    FactsCommand command = commands.getSubcommands().get("facts").getCommand();
    command.printsSummary();
    return commands;
  }

  @Test
  void redactedFactsArePrinted() throws Exception {
    assertThat(run("facts", "--facts", recorded.toString(), "--redact")).isZero();
    assertThat(out.toString()).doesNotContain("192.0.2.11");
    assertThat(
            FactsFile.load("facts.json", out.toString().getBytes(StandardCharsets.UTF_8)).nodes())
        .hasSize(3);
  }

  @Test
  void factsOfAFileAreNotCopied() {
    assertThat(run("facts", "--facts", recorded.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("--facts needs --redact");
  }

  @Test
  void theReasonWhyANodeIsUnreadIsRedactedToo() throws Exception {
    Cluster real = FactsFile.load(recorded);
    FactsFile.save(
        real.withNode(
            "cmp",
            node ->
                io.safeops.facts.node.Node.unread(
                    "cmp",
                    node.address(),
                    node.roles(),
                    java.util.Optional.empty(),
                    java.util.Optional.of("connection refused by acme-core at 192.0.2.13"))),
        recorded);
    assertThat(run("facts", "--facts", recorded.toString(), "--redact", "-o", folder + "/o.json"))
        .isEqualTo(6);
    assertThat(err.toString())
        .contains("connection refused by ")
        .doesNotContain("acme", "cmp", "192.0.2.13");
  }
}
