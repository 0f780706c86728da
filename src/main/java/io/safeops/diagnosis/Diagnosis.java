package io.safeops.diagnosis;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.paths.verdict.ClusterPaths;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What was found.
 *
 * @param cluster as the last look saw it
 * @param paths its paths, with those that the baseline asks for
 * @param findings what the rules say, faults before warnings, the worst first
 * @param hanging by node that could not be read, or only in part: the paths that need it
 * @param settled what a look has found and the last one has not, in words
 * @param baseline what the cluster was compared with
 */
public record Diagnosis(
    Cluster cluster,
    ClusterPaths paths,
    List<Finding> findings,
    Map<String, List<String>> hanging,
    List<String> settled,
    Optional<Compared> baseline) {

  /**
   * A baseline, and what is left of it.
   *
   * @param gone the names of its ends that were deleted or switched off since
   */
  public record Compared(Baseline baseline, List<String> gone) {
    public Compared {
      gone = List.copyOf(gone);
    }
  }

  public Diagnosis {
    findings = List.copyOf(findings);
    hanging = Collections.unmodifiableMap(new TreeMap<>(hanging));
    settled = List.copyOf(settled);
  }

  public List<Finding> faults() {
    return findings.stream().filter(Finding::isFault).toList();
  }

  public List<Finding> warnings() {
    return findings.stream().filter(each -> !each.isFault()).toList();
  }

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
  public List<String> problems() {
    return Stream.concat(
            partly().stream()
                .flatMap(
                    node -> node.problems().stream().map(problem -> node.name() + ": " + problem)),
            databaseProblems().stream())
        .toList();
  }

  /** What could not be read of the databases. */
  public List<String> databaseProblems() {
    return databaseProblems(cluster);
  }

  static List<String> databaseProblems(Cluster cluster) {
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
}
