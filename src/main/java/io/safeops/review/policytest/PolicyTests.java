package io.safeops.review.policytest;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.YamlFile;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PlanContext;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Remedy;
import io.safeops.policy.Rule;
import io.safeops.policy.Violation;
import io.safeops.review.Review;
import io.safeops.review.ReviewException;
import io.safeops.review.Reviewer;
import io.safeops.review.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The tests beside the policies. It runs the rules on their cases. */
public final class PolicyTests {

  private static final String FOLDER = "tests";

  private final PolicySet rules;
  private final List<PolicyCase> cases;

  private PolicyTests(PolicySet rules, List<PolicyCase> cases) {
    this.rules = rules;
    this.cases = List.copyOf(cases);
  }

  /**
   * The cluster that built-in tests of this name start from, such as {@code healthy}.
   *
   * @throws DocumentException if there is none
   */
  public static Cluster startingCluster(String name) throws DocumentException {
    Problems problems = new Problems();
    Optional<Cluster> cluster =
        BaseClusters.builtIn().get(name, Position.ofFile(name)).cluster(problems);
    problems.throwIfAny();
    return cluster.orElseThrow();
  }

  /**
   * The tests of the built-in policies, and those in the folder {@code tests} of each directory.
   *
   * @param rules the tested rules: the built-in ones and those of the directories
   * @throws DocumentException with everything that is wrong with the files
   */
  public static PolicyTests load(PolicySet rules, List<Path> directories) throws DocumentException {
    Problems problems = new Problems();
    List<PolicyCase> cases = new ArrayList<>(BuiltInCases.read());
    for (Path directory : directories) {
      Path folder = directory.resolve(FOLDER);
      CaseReader reader = new CaseReader(rules, BaseClusters.of(folder), problems);
      for (Path file : yaml(folder)) {
        try {
          cases.addAll(reader.read(YamlFile.read(file)));
        } catch (DocumentException e) {
          problems.addAll(e.problems());
        }
      }
    }
    problems.throwIfAny();
    return new PolicyTests(rules, cases);
  }

  /** The built-in cases, read once, because they cannot change while safeops runs. */
  private static final class BuiltInCases {
    private static List<PolicyCase> cases = List.of();

    private static synchronized List<PolicyCase> read() throws DocumentException {
      if (cases.isEmpty()) {
        Problems problems = new Problems();
        CaseReader reader =
            new CaseReader(PolicySet.load(List.of()), BaseClusters.builtIn(), problems);
        List<PolicyCase> all = new ArrayList<>();
        for (DocumentNode file : BuiltInFiles.policyTests()) {
          all.addAll(reader.read(file));
        }
        problems.throwIfAny();
        cases = List.copyOf(all);
      }
      return cases;
    }
  }

  private static List<Path> yaml(Path folder) throws DocumentException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new DocumentException(
          Position.ofFile(folder.toString()), "cannot be listed: " + e.getMessage());
    }
  }

  /** Evaluates the rules, case by case. */
  public List<CaseResult> run() {
    return cases.stream()
        .map(
            each ->
                new CaseResult(
                    each.policy(), each.name().value(), each.name().at(), failures(each)))
        .toList();
  }

  /** The rules that have no case that they refuse, or no case that they let pass. */
  public List<UntestedRule> untested() {
    Set<String> refused = new HashSet<>();
    Set<String> passed = new HashSet<>();
    for (PolicyCase each : cases) {
      refused.addAll(each.refuses().keySet());
      passed.addAll(each.passes());
    }
    return rules.rules().stream()
        .map(Rule::id)
        .map(
            id ->
                new UntestedRule(
                    id.value(), id.at(), refused.contains(id.value()), passed.contains(id.value())))
        .filter(rule -> !rule.refused() || !rule.passed())
        .toList();
  }

  /**
   * Every command that the rules print for the cases: commands that mend a fault of the cluster,
   * and commands to use instead of a plan.
   *
   * @throws ReviewException when the plan of a case cannot be reviewed
   */
  public List<PrintedCase> printed() throws ReviewException, DocumentException {
    List<PrintedCase> all = new ArrayList<>();
    for (PolicyCase each : cases) {
      if (each.planned().isEmpty()) {
        for (Violation fault : rules.evaluate(each.cluster())) {
          fault.remedies().forEach(remedy -> all.add(printed(each, fault.rule(), remedy)));
        }
      } else {
        for (Verdict verdict : review(each, each.planned().get()).allVerdicts()) {
          verdict.remedies().forEach(remedy -> all.add(printed(each, verdict.rule(), remedy)));
        }
      }
    }
    return all;
  }

  private static PrintedCase printed(PolicyCase tested, String rule, Remedy remedy) {
    return new PrintedCase(tested.name().value(), tested.cluster(), rule, remedy);
  }

  /** The command that a rule prints for the cluster of a case. */
  public record PrintedCase(String name, Cluster cluster, String rule, Remedy remedy) {}

  /**
   * What the rules judge in every case.
   *
   * @throws ReviewException when the plan of a case cannot be reviewed
   */
  public List<Judged> judged() throws ReviewException, DocumentException {
    List<Judged> all = new ArrayList<>();
    for (PolicyCase each : cases) {
      Set<String> asked = new TreeSet<>(each.refuses().keySet());
      asked.addAll(each.passes());
      List<Cluster> clusters = new ArrayList<>(List.of(each.cluster()));
      Optional<PlanContext> plan = Optional.empty();
      if (each.planned().isPresent()) {
        PolicyCase.Planned planned = each.planned().get();
        Reviewer reviewer = new Reviewer(rules, List.of(), planned.inventory());
        plan = Optional.of(reviewer.context(planned.plan(), each.cluster()));
        review(each, planned).steps().forEach(step -> clusters.add(step.after()));
      } else {
        asked.removeIf(id -> rules.rule(id).filter(Rule::isAboutPlan).isPresent());
      }
      all.add(new Judged(each.name().value(), List.copyOf(asked), clusters, plan));
    }
    return all;
  }

  /**
   * What the rules judge in one case.
   *
   * @param rules that the case names
   * @param clusters the present one, and the predicted one after each step of the plan
   */
  public record Judged(
      String name, List<String> rules, List<Cluster> clusters, Optional<PlanContext> plan) {

    public Judged {
      clusters = List.copyOf(clusters);
    }
  }

  private record RuleMessage(String rule, String message) {}

  private List<String> failures(PolicyCase tested) {
    List<RuleMessage> said;
    try {
      said = said(tested);
    } catch (ReviewException | DocumentException e) {
      return List.of("the plan cannot be reviewed: " + e.getMessage());
    }
    List<String> failures = new ArrayList<>();
    tested.refuses().forEach((rule, piece) -> refuses(rule, piece, said, failures));
    Set<String> unexpected = new TreeSet<>();
    for (RuleMessage each : said) {
      boolean meant = tested.refuses().containsKey(each.rule());
      boolean own = each.rule().startsWith(tested.policy() + "/");
      if (!meant && (own || tested.passes().contains(each.rule()))) {
        unexpected.add(each.rule() + " should let it pass, but said: " + each.message());
      } else if (each.message().contains(Rule.NO_ANSWER)) {
        unexpected.add(each.rule() + " failed: " + each.message());
      }
    }
    failures.addAll(unexpected);
    return failures;
  }

  private static void refuses(
      String rule, String piece, List<RuleMessage> said, List<String> failures) {
    List<String> messages =
        said.stream().filter(each -> each.rule().equals(rule)).map(RuleMessage::message).toList();
    if (messages.isEmpty()) {
      failures.add(rule + " should refuse it, but lets it pass");
    } else if (messages.stream().noneMatch(message -> message.contains(piece))) {
      failures.add(
          rule + " should say \"" + piece + "\", but said: " + String.join("; ", messages));
    }
  }

  private List<RuleMessage> said(PolicyCase tested) throws ReviewException, DocumentException {
    if (tested.planned().isEmpty()) {
      return rules.evaluate(tested.cluster()).stream()
          .map(violation -> new RuleMessage(violation.rule(), violation.message()))
          .toList();
    }
    return review(tested, tested.planned().get()).allVerdicts().stream()
        .map(verdict -> new RuleMessage(verdict.rule(), verdict.message()))
        .toList();
  }

  private Review review(PolicyCase tested, PolicyCase.Planned planned)
      throws ReviewException, DocumentException {
    return new Reviewer(rules, List.of(), planned.inventory())
        .review(planned.plan(), tested.cluster());
  }
}
