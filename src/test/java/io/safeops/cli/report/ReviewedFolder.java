package io.safeops.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.cli.command.Main;
import io.safeops.paths.BreakingCommands;
import io.safeops.schema.FileKind;
import io.safeops.schema.OutputSchema;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A folder with an inventory, facts of the lab and plans, which a test has reviewed. Each review is
 * also written in JSON, and all of that is described by the printed schema.
 */
final class ReviewedFolder {

  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central], oob: {console: its, survives: [nic]}}
        net: {address: 192.0.2.12, roles: [chassis], oob: {console: its, survives: [nic]}}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: {console: its, survives: [nic]}}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final OutputSchema SCHEMA = OutputSchema.of(FileKind.REVIEW);

  private final Path folder;
  private Optional<JsonNode> json = Optional.empty();
  private String out = "";
  private String err = "";

  ReviewedFolder(Path folder) throws IOException {
    this.folder = folder;
    write("inventory.yaml", INVENTORY);
    write("facts.json", BreakingCommands.healthyFacts());
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String read(String name) throws IOException {
    return Files.readString(path(name));
  }

  /** A plan with a command line, at line 6, column 5. */
  Path command(String name, String node, List<String> argv) throws IOException {
    List<String> quoted = argv.stream().map(word -> "'" + word.replace("'", "''") + "'").toList();
    return write(
        name,
        """
        apiVersion: safeops/v1
        kind: Plan
        metadata: {name: typed}
        steps:
          # as it was typed
          - exec: {argv: [%s], undo: none}
            nodes: {names: [%s]}
        """
            .formatted(String.join(", ", quoted), node));
  }

  int reviews(String... words) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "review",
                "-i",
                path("inventory.yaml").toString(),
                "--facts",
                path("facts.json").toString()));
    all.addAll(List.of(words));
    if (!all.contains("--facts-age")) {
      all.addAll(List.of("--facts-age", "100000d"));
    }
    Path inJson = path(".described.json");
    deleted(inJson);
    all.addAll(List.of("--report", "json=" + inJson));
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream remarks = new ByteArrayOutputStream();
    int exit = Main.run(printed, remarks, all.toArray(new String[0]));
    out = printed.toString(StandardCharsets.UTF_8);
    err = remarks.toString(StandardCharsets.UTF_8);
    json = written(inJson);
    json.ifPresent(review -> assertThat(SCHEMA.strictProblems(review)).isEmpty());
    return exit;
  }

  private static void deleted(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<JsonNode> written(Path file) {
    try {
      return Files.exists(file) ? Optional.of(JSON.readTree(file.toFile())) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last review in JSON. */
  JsonNode json() {
    return json.orElseThrow();
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
