package io.safeops.policy;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.CompiledExpressions;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.IdentityCache;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.verdict.PathChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rules that apply: the built-in ones and the added ones. */
public final class PolicySet {

  private final List<Rule> rules;

  private final IdentityCache<Cluster, Map<Rule, List<Violation>>> ofClusters =
      new IdentityCache<>(cluster -> Collections.synchronizedMap(new IdentityHashMap<>()));

  private PolicySet(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Loads the built-in rules and the rules of these directories ({@code *.yaml}). A directory adds
   * rules and never replaces one.
   *
   * @throws DocumentException if a file does not load, or two rules have the same id
   */
  public static PolicySet load(List<Path> directories) throws DocumentException {
    List<DocumentNode> files = new ArrayList<>();
    Problems problems = new Problems();
    for (Path directory : directories) {
      for (Path file : yaml(directory)) {
        try {
          files.add(YamlFile.read(file));
        } catch (DocumentException e) {
          problems.addAll(e.problems());
        }
      }
    }
    return of(BuiltInRules.read(), files, problems, UnaryOperator.identity());
  }

  /** Only the rules of these files. */
  public static PolicySet of(List<DocumentNode> files) throws DocumentException {
    return of(List.of(), files, new Problems(), UnaryOperator.identity());
  }

  /**
   * The built-in rules, read once: they cannot change while safeops runs, and a review has to wait
   * for reading them.
   */
  private static final class BuiltInRules {
    private static List<Rule> rules = List.of();

    private static synchronized List<Rule> read() throws DocumentException {
      if (rules.isEmpty()) {
        CompiledExpressions compiled = BuiltInFiles.compiledExpressions();
        rules =
            of(
                    List.of(),
                    BuiltInFiles.policies(),
                    new Problems(),
                    language -> language.trusting(compiled))
                .rules();
      }
      return rules;
    }
  }

  /**
   * The expressions of the built-in rules, compiled now, for the build to keep.
   *
   * @throws DocumentException if a rule does not load
   */
  static CompiledExpressions compileBuiltIn() throws DocumentException {
    CompiledExpressions kept = CompiledExpressions.recording();
    of(List.of(), BuiltInFiles.policies(), new Problems(), language -> language.recording(kept));
    return kept;
  }

  private static PolicySet of(
      List<Rule> first,
      List<DocumentNode> files,
      Problems problems,
      UnaryOperator<CelEnvironment> language)
      throws DocumentException {
    Map<String, Position> known = new HashMap<>();
    first.forEach(rule -> known.put(rule.id().value(), rule.id().at()));
    List<Rule> rules = new ArrayList<>(first);
    if (files.isEmpty()) {
      problems.throwIfAny();
      return new PolicySet(rules);
    }
    PolicyReader reader = new PolicyReader(problems, language);
    for (DocumentNode file : files) {
      for (Rule rule : reader.read(file)) {
        Position before = known.putIfAbsent(rule.id().value(), rule.id().at());
        if (before != null) {
          problems.add(
              rule.id().at(), "rule `" + rule.id().value() + "` is there already, at " + before);
        }
        rules.add(rule);
      }
    }
    problems.throwIfAny();
    return new PolicySet(rules);
  }

  private static List<Path> yaml(Path directory) throws DocumentException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new DocumentException(
          Position.ofFile(directory.toString()), "not a directory of policies: " + e.getMessage());
    }
  }

  public List<Rule> rules() {
    return rules;
  }

  /** Only the rules of the policy with that name. */
  public PolicySet ofPolicy(String name) {
    return new PolicySet(
        rules.stream().filter(rule -> rule.id().value().startsWith(name + "/")).toList());
  }

  public Optional<Rule> rule(String id) {
    return rules.stream().filter(rule -> rule.id().value().equals(id)).findFirst();
  }

  /** The violations of the cluster as it is. Rules about plans are not evaluated. */
  public List<Violation> evaluate(Cluster cluster) {
    return known(cluster).stream().filter(Violation::said).toList();
  }

  /** The violations of a cluster that a step would make. */
  public List<Violation> predicted(Cluster cluster) {
    return rules.stream()
        .filter(rule -> rule.isAboutCluster() && !rule.onlyDoctor())
        .flatMap(rule -> ofCluster(rule, cluster).stream())
        .filter(Violation::said)
        .toList();
  }

  /**
   * The violations of what steps make of paths.
   *
   * @param after the cluster that the steps make
   */
  public List<Violation> ofChange(Cluster after, PathChange change) {
    return rules.stream()
        .filter(Rule::isAboutChange)
        .flatMap(
            rule ->
                rule
                    .evaluate(
                        Map.of("cluster", after, "change", change),
                        EvaluationBudget.forRows(after.rows() + change.rows()))
                    .stream())
        .filter(Violation::said)
        .toList();
  }

  /** The violations of the cluster, with those that only follow from another one. */
  public List<Violation> known(Cluster cluster) {
    return rules.stream()
        .filter(Rule::isAboutCluster)
        .flatMap(rule -> ofCluster(rule, cluster).stream())
        .toList();
  }

  /**
   * The violations of the cluster and of the plan.
   *
   * @param cluster the present one, or the predicted one after a step
   */
  public List<Violation> evaluate(Cluster cluster, PlanContext plan) {
    return rules.stream()
        .filter(rule -> !rule.isAboutChange() && !rule.onlyDoctor())
        .flatMap(
            rule ->
                (rule.isAboutPlan() ? ofPlan(rule, cluster, plan) : ofCluster(rule, cluster))
                    .stream())
        .filter(Violation::said)
        .toList();
  }

  /** The violations of one rule about plans. */
  public List<Violation> ofPlan(String rule, Cluster cluster, PlanContext plan) {
    return rule(rule).filter(Rule::isAboutPlan).stream()
        .flatMap(each -> ofPlan(each, cluster, plan).stream())
        .toList();
  }

  private static List<Violation> ofPlan(Rule rule, Cluster cluster, PlanContext plan) {
    return rule.evaluate(
        Map.of("cluster", cluster, "plan", plan),
        EvaluationBudget.forRows(cluster.rows() + plan.rows()));
  }

  /** A review evaluates the same cluster several times: after a step and before the next one. */
  private List<Violation> ofCluster(Rule rule, Cluster cluster) {
    return ofClusters
        .of(cluster)
        .computeIfAbsent(
            rule,
            any ->
                rule.evaluate(
                    Map.of("cluster", cluster), EvaluationBudget.forRows(cluster.rows())));
  }
}
