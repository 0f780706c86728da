package io.safeops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures how long a command takes from a cold start, beside an interpreter that does nothing. */
class StartUpBenchmark {

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  @TempDir Path dir;

  @Test
  void reviewOfFactsFromAFile() throws Exception {
    Path facts = dir.resolve("facts.json");
    FactsFile.save(RecordedNodes.cluster(), facts);
    Path inventory =
        Files.writeString(
            dir.resolve("inventory.yaml"),
            """
            apiVersion: safeops/v1
            kind: Inventory
            nodes:
              ctl: {address: 192.0.2.11, roles: [central, chassis], oob: [{name: console, console: a, survives: [nic, lan]}]}
              net: {address: 192.0.2.12, roles: [chassis, gateway], oob: [{name: console, console: b, survives: [nic, lan]}]}
              cmp: {address: 192.0.2.13, roles: [chassis], oob: [{name: console, console: c, survives: [nic, lan]}]}
            """);
    String safeops = Path.of("safeops").toAbsolutePath().toString();
    new Race()
        .add("python3 -c pass", () -> runs("python3", "-c", "pass"))
        .add("safeops --version", () -> runs(safeops, "--version"))
        .add(
            "safeops review --facts",
            () ->
                runs(
                    safeops,
                    "review",
                    "playbooks/recreate-localnet.yaml",
                    "-p",
                    "switch=" + SWITCH,
                    "-i",
                    inventory.toString(),
                    "--facts",
                    facts.toString(),
                    "--waive",
                    "management-path/survives-reboot",
                    "--because",
                    "the recording does not say it"))
        .run(3, 21)
        .expectAtMost("safeops --version", 12)
        .expectAtMost("safeops review --facts", 40);
  }

  private void runs(String... argv) throws Exception {
    Path said = dir.resolve("said");
    Process process =
        new ProcessBuilder(argv).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    process.getOutputStream().close();
    assertThat(process.waitFor())
        .as(() -> String.join(" ", List.of(argv)) + ": " + read(said))
        .isZero();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException unreadable) {
      return unreadable.toString();
    }
  }
}
