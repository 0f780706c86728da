package io.safeops.cli.command;

import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.FactsView;
import io.safeops.cli.view.Format;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.inventory.Inventory;
import java.nio.file.Path;
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

  @Override
  public Integer call() throws Exception {
    Cluster facts =
        FactsCollection.collect(Inventory.load(cluster.inventory()), Passphrases.ofTerminal());
    FactsView view = FactsView.of(format);
    if (output == null) {
      view.facts(facts);
    } else {
      FactsFile.save(facts, output);
      view.saved(facts, output);
    }
    view.unread(facts);
    boolean isRead = facts.nodes().stream().allMatch(node -> node.unreachable().isEmpty());
    boolean isNeutronRead = facts.neutron().flatMap(Neutron::problem).isEmpty();
    return isRead && isNeutronRead ? Exit.OK : Exit.NOT_STARTED;
  }
}
