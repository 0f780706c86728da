package io.safeops.cli.command;

import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.Passphrases;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.cli.view.Json;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.Node;
import io.safeops.facts.neutron.Neutron;
import io.safeops.inventory.Inventory;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code safeops doctor}: the rules asked of the cluster as it is, and what mends the faults. */
@Command(
    name = "doctor",
    description = {
      "Say what is wrong with the cluster now, and the command that mends it; changes nothing.",
      "Exit 0: every rule holds. 3: faults were found. 6: a node, or Neutron, could not be read."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Mixin private ClusterOptions cluster;
  @Mixin private Format format;

  @Option(
      names = "--facts",
      paramLabel = "FILE",
      description = "Look at facts from a file; no node is contacted.")
  private @Nullable Path facts;

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder of further rules; the built-in ones always apply.")
  private List<Path> policies = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PolicySet rules = PolicySet.load(policies);
    Cluster seen =
        facts != null
            ? FactsFile.load(facts)
            : FactsCollection.collect(
                Inventory.load(cluster.inventory()), Passphrases.ofTerminal());
    List<Violation> faults = rules.evaluate(seen);
    List<Node> unread = seen.nodes().stream().filter(n -> n.unreachable().isPresent()).toList();
    List<Node> partly =
        seen.nodes().stream()
            .filter(n -> n.unreachable().isEmpty() && !n.problems().isEmpty())
            .toList();
    Optional<String> silent = seen.neutron().flatMap(Neutron::problem);
    if (format.isJson()) {
      out.println(Json.line(json(seen, faults, unread, partly)));
    } else {
      faults.forEach(fault -> fault(fault, out));
      unread.forEach(
          node -> out.println("UNREAD " + node.name() + ": " + node.unreachable().get()));
      partly.stream()
          .flatMap(DoctorCommand::problems)
          .forEach(problem -> out.println("UNREAD " + problem));
      silent.ifPresent(why -> out.println("UNREAD Neutron: " + why));
      out.println(summary(seen, faults.size(), unread.size(), partly.size()));
    }
    boolean isWhole = unread.isEmpty() && partly.isEmpty() && silent.isEmpty();
    return !faults.isEmpty() ? Exit.REFUSED : isWhole ? Exit.OK : Exit.NOT_STARTED;
  }

  private void fault(Violation fault, PrintWriter out) {
    out.println((fault.isDeny() ? "FAULT " : "WARNING ") + fault.rule() + ": " + fault.message());
    List<String> commands = commands(fault);
    if (commands.size() > 1) {
      out.println("      mend, one of:");
      commands.forEach(command -> out.println("        " + command));
    } else {
      commands.forEach(command -> out.println("      mend: " + command));
    }
  }

  private String summary(Cluster seen, int faults, int unread, int partly) {
    int read = seen.nodes().size() - unread;
    return (faults == 0 ? "no fault found" : faults == 1 ? "1 fault" : faults + " faults")
        + " on "
        + (read == 1 ? "1 node" : read + " nodes")
        + (unread == 0 ? "" : "; " + unread + " could not be read")
        + (partly == 0 ? "" : "; of " + partly + " not everything could be read");
  }

  private Map<String, Object> json(
      Cluster seen, List<Violation> faults, List<Node> unread, List<Node> partly) {
    List<Map<String, Object>> findings = new ArrayList<>();
    for (Violation fault : faults) {
      Map<String, Object> finding = new LinkedHashMap<>();
      finding.put("rule", fault.rule());
      finding.put("severity", fault.severity().name().toLowerCase(java.util.Locale.ROOT));
      finding.put("message", fault.message());
      finding.put("evidence", fault.trace());
      finding.put("source", fault.source());
      finding.put("mend", commands(fault));
      findings.add(finding);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("nodes", seen.nodes().size());
    all.put("unread", unread.stream().map(Node::name).toList());
    all.put("problems", partly.stream().flatMap(DoctorCommand::problems).toList());
    seen.neutron().ifPresent(asked -> all.put("neutron", asked.problem().orElse("read")));
    all.put("findings", findings);
    return all;
  }

  /** What of a node that answers could not be read, each with the node's name. */
  private static Stream<String> problems(Node node) {
    return node.problems().stream().map(problem -> node.name() + ": " + problem);
  }

  private List<String> commands(Violation fault) {
    return fault.remedies().stream().map(each -> each.command(cluster.asTyped())).toList();
  }
}
