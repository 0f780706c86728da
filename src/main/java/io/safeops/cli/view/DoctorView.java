package io.safeops.cli.view;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Shows what is wrong with a cluster: {@code doctor}.
 *
 * <p>JSON: one object. {@code nodes} is their number; {@code unread} names those that could not be
 * read; {@code problems} says what could not be read of the others; {@code neutron} is {@code read}
 * or the reason why not, where the inventory names an OpenStack; {@code findings} has an object for
 * each violation, {@code {"rule", "severity", "message", "evidence", "source", "mend": [COMMAND]}}.
 */
public sealed interface DoctorView {

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static DoctorView of(Format format, Optional<String> inventory) {
    return format.choose(
        output -> new Text(output, inventory), output -> new Json(output, inventory));
  }

  void show(Diagnosis diagnosis);

  /**
   * What was found.
   *
   * @param faults what the rules say
   */
  record Diagnosis(Cluster cluster, List<Violation> faults) {

    /** The nodes that could not be read. */
    public List<Node> unread() {
      return cluster.nodes().stream().filter(node -> node.unreachable().isPresent()).toList();
    }

    /** The nodes that could be read in part. */
    public List<Node> partly() {
      return cluster.nodes().stream()
          .filter(node -> node.unreachable().isEmpty() && !node.problems().isEmpty())
          .toList();
    }

    /** Why Neutron could not be read. */
    public Optional<String> neutronProblem() {
      return cluster.neutron().flatMap(Neutron::problem);
    }

    /** Whether everything could be read. */
    public boolean isWhole() {
      return unread().isEmpty() && problems().isEmpty() && neutronProblem().isEmpty();
    }

    /** What could not be read of the nodes that answer, and of the databases. */
    List<String> problems() {
      return Stream.concat(
              partly().stream().flatMap(Diagnosis::problems), databaseProblems().stream())
          .toList();
    }

    /** What could not be read of the databases. */
    private List<String> databaseProblems() {
      return Stream.concat(
              problems("the Northbound", cluster.northbound()),
              problems("the Southbound", cluster.southbound()))
          .toList();
    }

    private static Stream<String> problems(String name, Optional<DatabaseStatus> database) {
      if (database.isEmpty()) {
        return Stream.of(name + ": no central node answered");
      }
      return Stream.concat(
          database.get().problem().map(why -> name + ": " + why).stream(),
          database.get().unread().orElse(Map.of()).entrySet().stream()
              .map(part -> part.getKey() + " of " + name + ": " + part.getValue()));
    }

    private static Stream<String> problems(Node node) {
      return node.problems().stream().map(problem -> node.name() + ": " + problem);
    }
  }

  private static List<String> commands(Violation fault, Optional<String> inventory) {
    return fault.remedies().stream().map(each -> each.command(inventory)).toList();
  }

  /** For people. */
  record Text(Output output, Optional<String> inventory) implements DoctorView {
    @Override
    public void show(Diagnosis diagnosis) {
      diagnosis.faults().forEach(this::fault);
      for (Node node : diagnosis.unread()) {
        output.line("UNREAD " + node.name() + ": " + node.unreachable().orElse(""));
      }
      diagnosis.problems().forEach(problem -> output.line("UNREAD " + problem));
      diagnosis.neutronProblem().ifPresent(why -> output.line("UNREAD Neutron: " + why));
      output.line(summary(diagnosis));
    }

    private void fault(Violation fault) {
      output.line((fault.isDeny() ? "FAULT " : "WARNING ") + fault.rule() + ": " + fault.message());
      List<String> commands = commands(fault, inventory);
      if (commands.size() > 1) {
        output.line("      mend, one of:");
        commands.forEach(command -> output.line("        " + command));
      } else {
        commands.forEach(command -> output.line("      mend: " + command));
      }
    }

    private static String summary(Diagnosis diagnosis) {
      int faults = diagnosis.faults().size();
      int unread = diagnosis.unread().size();
      int partly = diagnosis.partly().size();
      int read = diagnosis.cluster().nodes().size() - unread;
      return (faults == 0 ? "no fault found" : faults == 1 ? "1 fault" : faults + " faults")
          + " on "
          + (read == 1 ? "1 node" : read + " nodes")
          + (unread == 0 ? "" : "; " + unread + " could not be read")
          + (partly == 0 ? "" : "; " + partly + " could be read only in part")
          + (diagnosis.databaseProblems().isEmpty() ? "" : "; a database could not be read whole");
    }
  }

  /** For programs. */
  record Json(Output output, Optional<String> inventory) implements DoctorView {
    @Override
    public void show(Diagnosis diagnosis) {
      List<Map<String, Object>> findings = new ArrayList<>();
      for (Violation fault : diagnosis.faults()) {
        Map<String, Object> finding = new LinkedHashMap<>();
        finding.put("rule", fault.rule());
        finding.put("severity", fault.severity().name().toLowerCase(Locale.ROOT));
        finding.put("message", fault.message());
        finding.put("evidence", fault.trace());
        finding.put("source", fault.source());
        finding.put("mend", commands(fault, inventory));
        findings.add(finding);
      }
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("nodes", diagnosis.cluster().nodes().size());
      all.put("unread", diagnosis.unread().stream().map(Node::name).toList());
      all.put("problems", diagnosis.problems());
      diagnosis
          .cluster()
          .neutron()
          .ifPresent(asked -> all.put("neutron", asked.problem().orElse("read")));
      all.put("findings", findings);
      output.json(all);
    }
  }
}
