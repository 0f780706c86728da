package io.safeops.cli.command;

import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.topology.PictureOptions;
import io.safeops.cli.topology.Topology;
import io.safeops.cli.view.Exit;
import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Doctor;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.node.Node;
import io.safeops.inventory.Inventory;
import io.safeops.policy.PolicySet;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops topology}: a picture of the cluster. */
@Command(
    name = "topology",
    description = {
      "Draw the cluster: nodes, bridges, uplinks, provider networks, tunnels, gateways. Changes nothing.",
      "What doctor finds broken or unknown is marked. The picture is no verdict: ask doctor for that.",
      "More than 45 tunnels are summed up: only those that do not work are drawn.",
      "Exit 0: drawn, also when things are broken. 6: drawn, but a node, or Neutron, could not be read."
    },
    mixinStandardHelpOptions = true)
final class TopologyCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private PictureOptions picture;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Use the facts in this file; no node is contacted.")
  private @Nullable Path facts;

  @Override
  public Integer call() throws Exception {
    PictureOptions.Checked drawing = picture.checked();
    Diagnosis diagnosis = diagnosis();
    drawing.write(Topology.of(diagnosis));
    for (Node node : diagnosis.unread()) {
      drawing.remark(node.name() + ": " + node.unreachable().orElse(""));
    }
    diagnosis.neutronProblem().ifPresent(why -> drawing.remark("Neutron: " + why));
    return diagnosis.unread().isEmpty() && diagnosis.neutronProblem().isEmpty()
        ? Exit.OK
        : Exit.NOT_STARTED;
  }

  private Diagnosis diagnosis() throws DocumentException, BadInput, InterruptedException {
    Doctor doctor = new Doctor(PolicySet.load(List.of()), Optional.empty());
    return facts == null
        ? FactsCollection.judge(
                Inventory.load(cluster.inventory()), Passphrases.ofTerminal(), doctor, false)
            .diagnosis()
        : doctor.examine(FactsFile.load(facts));
  }
}
