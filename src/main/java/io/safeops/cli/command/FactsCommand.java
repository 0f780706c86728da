package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.FactsView;
import io.safeops.cli.view.Format;
import io.safeops.document.DocumentException;
import io.safeops.document.Sha256;
import io.safeops.facts.file.FactsDigest;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.file.FactsOrigin;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.redact.Redaction;
import io.safeops.facts.redact.RedactionKey;
import io.safeops.inventory.Inventory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops facts}: the cluster as it is, as JSON. */
@Command(
    name = "facts",
    description = "Read the facts of the cluster as it is. Changes nothing.",
    mixinStandardHelpOptions = true)
final class FactsCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private Format format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the facts to this file (default: standard output).")
  private @Nullable Path output;

  @Option(
      names = "--redact",
      description = {
        "Give every name, address, MAC address and UUID a pseudonym, so that others may see the facts.",
        "Rules say the same of them. The pseudonyms are others each time."
      })
  private boolean redact;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "With --redact: use the facts in this file; no node is contacted.")
  private @Nullable Path recorded;

  private Optional<Cluster> seen = Optional.empty();
  private boolean isShort;

  /** Before it is called: prints a summary unless an output is asked for; for the shell. */
  void printsSummary() {
    isShort = true;
  }

  @Override
  public Integer call() throws Exception {
    if (recorded != null && !redact) {
      throw new BadInput("--facts needs --redact: without it the file would only be copied");
    }
    Optional<String> inventory =
        recorded == null && !redact ? Optional.of(digest(cluster.inventory())) : Optional.empty();
    Cluster facts = redact ? redacted(read()) : read();
    seen = redact ? Optional.empty() : Optional.of(facts);
    FactsView view = FactsView.of(format);
    FactsOrigin origin = new FactsOrigin(Version.number(), inventory, redact);
    String digest = FactsDigest.of(facts);
    if (output == null && isShort && !format.isJson()) {
      view.summary(facts, digest);
    } else if (output == null) {
      view.facts(FactsFile.text(facts, origin, digest));
    } else {
      FactsFile.save(facts, origin, digest, output);
      view.saved(facts, digest, output);
    }
    view.unread(facts);
    boolean isRead = facts.nodes().stream().allMatch(node -> node.unreachable().isEmpty());
    boolean isNeutronRead = facts.neutron().flatMap(Neutron::problem).isEmpty();
    return isRead && isNeutronRead ? Exit.OK : Exit.NOT_STARTED;
  }

  /** The facts that were read with their own names; for the shell, which completes them. */
  Optional<Cluster> seen() {
    return seen;
  }

  private Cluster read() throws DocumentException, BadInput, InterruptedException {
    return recorded == null
        ? FactsCollection.collect(Inventory.load(cluster.inventory()), Passphrases.ofTerminal())
        : FactsFile.load(recorded);
  }

  private static Cluster redacted(Cluster facts) throws BadInput {
    try {
      return Redaction.of(facts, RedactionKey.random()).cluster();
    } catch (IllegalArgumentException tooDense) {
      throw new BadInput(String.valueOf(tooDense.getMessage()));
    }
  }

  /** The SHA-256 of the inventory's bytes; of one that cannot be read, its loading tells why. */
  private static String digest(Path inventory) throws DocumentException, IOException {
    Inventory.load(inventory);
    return Sha256.hex(Files.readAllBytes(inventory));
  }
}
