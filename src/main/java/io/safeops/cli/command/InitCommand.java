package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.InventoryText;
import io.safeops.cli.option.LoginOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.InitView;
import io.safeops.document.DocumentException;
import io.safeops.document.YamlFile;
import io.safeops.facts.collect.InventoryDraft;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.inventory.Inventory;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code safeops init root@CENTRAL}: writes the first inventory. */
@Command(
    name = "init",
    description = {
      "Write an inventory from the chassis in the Southbound of a central node. Changes nothing there.",
      "Exit 0: written. 2: the file exists already. 6: the node or its Southbound cannot be read."
    },
    mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "[USER@]CENTRAL",
      description = "A node that runs the OVN databases, and the user to log in as.")
  private String target = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      defaultValue = "inventory.yaml",
      description =
          "Write the inventory to this file (default ${DEFAULT-VALUE}). An existing file is never changed.")
  private Path output = Path.of("inventory.yaml");

  @Mixin private LoginOptions login;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    InitView view = InitView.of(format);
    if (Files.exists(output)) {
      throw new BadInput(output + " exists already: name another file with -o");
    }
    InventoryText text = InventoryText.of(target, login);
    Inventory first = inventory(text.first());
    Cluster seen = FactsCollection.collect(first, Passphrases.ofTerminal());
    Optional<String> problem = problem(seen);
    if (problem.isPresent()) {
      view.problem(problem.get());
      return Exit.NOT_STARTED;
    }
    InventoryDraft draft = InventoryDraft.of(seen);
    String written = text.of(draft);
    inventory(written);
    write(written);
    view.written(output, draft);
    return Exit.OK;
  }

  private static Optional<String> problem(Cluster seen) {
    Node node = seen.nodes().get(0);
    if (node.unreachable().isPresent()) {
      return Optional.of(node.address() + " cannot be read: " + node.unreachable().get());
    }
    Optional<String> unreadable = seen.southbound().flatMap(DatabaseStatus::problem);
    if (unreadable.isPresent() || seen.southbound().isEmpty()) {
      return Optional.of(
          "the Southbound on "
              + node.address()
              + " cannot be read: "
              + unreadable.orElse("there is none: name a node that runs ovn-central"));
    }
    return seen.chassis().isEmpty()
        ? Optional.of("the Southbound on " + node.address() + " has no chassis")
        : Optional.empty();
  }

  /** The operator typed the text, so it may name programs, as a file of the operator may. */
  private Inventory inventory(String text) throws DocumentException {
    return Inventory.ofOperator(YamlFile.parse(output.toString(), text), output);
  }

  /** Only the owner may write the file: it names programs to run. */
  private void write(String text) throws IOException, BadInput {
    try {
      Files.createFile(
          output,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(output, text, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new BadInput(output + " exists already: name another file with -o");
    }
  }
}
