package io.safeops.cli.report;

import io.safeops.cli.command.Main;
import io.safeops.paths.BreakingCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder with an inventory, facts of the lab and plans, which a test has reviewed. */
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

  private final Path folder;
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
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream remarks = new ByteArrayOutputStream();
    int exit = Main.run(printed, remarks, all.toArray(new String[0]));
    out = printed.toString(StandardCharsets.UTF_8);
    err = remarks.toString(StandardCharsets.UTF_8);
    return exit;
  }

  String out() {
    return out;
  }

  String err() {
    return err;
  }
}
