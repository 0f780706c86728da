package io.safeops.cli.command;

import io.safeops.cli.command.FactsCollection.Examined;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.DoctorView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.diagnosis.Baseline;
import io.safeops.diagnosis.Doctor;
import io.safeops.facts.file.FactsFile;
import io.safeops.inventory.Inventory;
import io.safeops.paths.trace.Traced;
import io.safeops.policy.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops doctor}: judges the cluster as it is by the rules. */
@Command(
    name = "doctor",
    description = {
      "Say what is wrong with the cluster now and which command mends it. Changes nothing.",
      "A fault that may settle by itself is looked at again after 3 s.",
      "Exit 0: no fault was found. 3: faults were found. 6: none was found, but a node, or Neutron,"
          + " could not be read."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private Format format;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Use the facts in this file; no node is contacted.")
  private @Nullable Path facts;

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder with more rules. The built-in rules always apply.")
  private List<Path> policies = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = {
        "Facts of a time when all was well, written by `safeops facts -o FILE`.",
        "What was asked for then must work now, too."
      })
  private @Nullable Path baseline;

  @Option(
      names = "--packets",
      description = {
        "Also trace a packet of each switch, node and kind of peer through the flows of Open vSwitch.",
        "Nothing is sent. A packet that is dropped although the facts say that it passes is a fault."
      })
  private boolean packets;

  @Override
  public Integer call() throws Exception {
    PolicySet rules = PolicySet.load(policies);
    Doctor doctor =
        new Doctor(
            rules, baseline == null ? Optional.empty() : Optional.of(Baseline.load(baseline)));
    Examined examined;
    if (facts == null) {
      examined =
          FactsCollection.judge(
              Inventory.load(cluster.inventory()), Passphrases.ofTerminal(), doctor, packets);
    } else if (packets) {
      throw new BadInput("--packets needs the nodes: it cannot be used with --facts");
    } else {
      examined = new Examined(doctor.examine(FactsFile.load(facts)), Optional.empty());
    }
    DoctorView.of(format, cluster.asTyped()).show(examined.diagnosis(), examined.traces());
    return hasFaults(examined)
        ? Exit.REFUSED
        : examined.diagnosis().isWhole() ? Exit.OK : Exit.NOT_STARTED;
  }

  private static boolean hasFaults(Examined examined) {
    return !examined.diagnosis().faults().isEmpty()
        || examined.traces().orElse(List.of()).stream().anyMatch(Traced::isFault);
  }
}
