package io.safeops.cli.command;

import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Node;
import io.safeops.facts.neutron.Neutron;
import io.safeops.inventory.Inventory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code safeops facts}: the cluster as it is, as JSON. */
@Command(
    name = "facts",
    description = "Read the cluster as it is; changes nothing.",
    mixinStandardHelpOptions = true)
final class FactsCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write them (default: standard output).")
  private @Nullable Path output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Cluster facts =
        FactsCollection.collect(Inventory.load(cluster.inventory()), Passphrases.ofTerminal());
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(FactsFile.text(facts));
      out.println();
      if (out.checkError()) {
        throw new IOException("the facts could not be written to standard output");
      }
    } else {
      FactsFile.save(facts, output);
    }
    List<Node> unread = facts.nodes().stream().filter(n -> n.unreachable().isPresent()).toList();
    for (Node node : unread) {
      spec.commandLine().getErr().println(node.name() + ": " + node.unreachable().orElse(""));
    }
    Optional<String> silent = facts.neutron().flatMap(Neutron::problem);
    silent.ifPresent(why -> spec.commandLine().getErr().println("Neutron: " + why));
    return unread.isEmpty() && silent.isEmpty() ? Exit.OK : Exit.NOT_STARTED;
  }
}
