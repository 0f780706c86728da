package io.safeops.cli.option;

import io.safeops.document.HomeDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster a command uses. */
public final class ClusterOptions {

  @Option(
      names = {"-i", "--inventory"},
      paramLabel = "FILE",
      description = "The inventory; `lab` means that of the lab. Default: $SAFEOPS_INVENTORY.")
  private @Nullable String inventory;

  /** The cluster of an inventory, as it would be typed; empty for that of the environment. */
  public static ClusterOptions named(Optional<String> typed) {
    ClusterOptions options = new ClusterOptions();
    options.inventory = typed.orElse(null);
    return options;
  }

  /** The inventory as the operator typed it, for the commands that safeops shows. */
  public Optional<String> asTyped() {
    return Optional.ofNullable(inventory);
  }

  public Path inventory() throws BadInput {
    String chosen = inventory != null ? inventory : System.getenv("SAFEOPS_INVENTORY");
    if (chosen == null || chosen.isEmpty()) {
      throw new BadInput(
          "no inventory is named: give -i INVENTORY or set SAFEOPS_INVENTORY"
              + (Files.exists(labInventory()) ? ". A lab is up: -i lab" : ""));
    }
    if (chosen.equals("lab") && !Files.exists(Path.of("lab"))) {
      Path lab = labInventory();
      if (!Files.exists(lab)) {
        throw new BadInput("the lab is not up: `safeops lab up` starts it");
      }
      return lab;
    }
    return Path.of(chosen).toAbsolutePath();
  }

  private static Path labInventory() {
    String name = System.getenv().getOrDefault("SAFEOPS_LAB", "lab");
    return HomeDirectory.stateOfProcess()
        .resolve("safeops/lab")
        .resolve(name)
        .resolve("inventory.yaml");
  }
}
