package io.safeops.plan;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.FileHeader;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.document.Problem;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A plan as written, before its parameters have values. */
public final class PlanFile {

  private static final String KIND = "Plan";

  /** Among the uses of a parameter: it names the nodes of a step. */
  public static final String NODES = "nodes";

  /** A value that fits each type of name, and that nothing has. */
  private static final String MARK = "safeops-asked";

  private final FileHeader header;
  private final List<Param> params;
  private final ParameterSubstitution parameterSubstitution;
  private final DocumentNode guard;
  private final DocumentNode steps;
  private final Collection<String> actions;

  private PlanFile(
      FileHeader header,
      List<Param> params,
      ParameterSubstitution parameterSubstitution,
      DocumentNode guard,
      DocumentNode steps,
      Collection<String> actions) {
    this.header = header;
    this.params = List.copyOf(params);
    this.parameterSubstitution = parameterSubstitution;
    this.guard = guard;
    this.steps = steps;
    this.actions = actions;
  }

  /**
   * Reads a plan and checks everything that can be checked before its parameters have values.
   *
   * @param actions the names of all actions
   */
  public static PlanFile read(Path file, Collection<String> actions) throws DocumentException {
    return of(YamlFile.read(file), actions);
  }

  /** Reads a plan that is not a file of its own, such as a built-in playbook. */
  public static PlanFile of(DocumentNode root, Collection<String> actions)
      throws DocumentException {
    Problems problems = new Problems();
    MapReader file = Value.root(root, PlanSchema.named(actions), problems).map();
    FileHeader header = FileHeader.read(file, KIND);
    List<Param> params = ParamReader.read(file.optional("params"));
    ParameterSubstitution parameterSubstitution = new ParameterSubstitution(params, problems);
    DocumentNode nothing = new Mapping(List.of(), root.at());
    DocumentNode guard = file.optional("guard").node().orElse(nothing);
    DocumentNode steps = file.required("steps").node().orElse(nothing);
    file.finish();
    parameterSubstitution.checkGuard(guard);
    parameterSubstitution.checkSteps(steps);
    PlanFile plan =
        new PlanFile(header, params, parameterSubstitution, guard, steps, List.copyOf(actions));
    if (steps != nothing) {
      problems.addAll(plan.problemsWithExampleValues());
    }
    problems.throwIfAny();
    return plan;
  }

  public String name() {
    return header.name().value();
  }

  public String description() {
    return header.description();
  }

  /** The parameters in the order of the file. */
  public List<Param> params() {
    return params;
  }

  /**
   * The plan with these values. A parameter without a value has its default.
   *
   * @param values the values given with {@code -p name=value}
   * @throws DocumentException if a value is missing, unknown, of a wrong type, or makes a step
   *     invalid
   */
  public Plan plan(Map<String, String> values) throws DocumentException {
    Problems problems = new Problems();
    Map<String, String> all = new TreeMap<>();
    params.forEach(param -> param.defaultValue().ifPresent(text -> all.put(param.name(), text)));
    values.forEach((name, value) -> setParameter(name, value, all, problems));
    for (Param param : params) {
      if (param.isRequired() && !all.containsKey(param.name())) {
        problems.add(param.at(), "`%s` has no default: give -p %1$s=...".formatted(param.name()));
      }
    }
    problems.throwIfAny();
    DocumentNode filledGuard = parameterSubstitution.fill(guard, all, problems);
    DocumentNode filledSteps = parameterSubstitution.fill(steps, all, problems);
    GuardSettings settings = GuardReader.read(guard(filledGuard, problems));
    List<Step> read = steps(filledSteps, all, problems);
    problems.throwIfAny();
    DocumentNode name = DocumentNode.Scalar.of("name", name());
    return Plan.builder(name(), settings)
        .description(description())
        .at(header.name().at())
        .params(all)
        .steps(read)
        .digest(CanonicalPlan.digest(all, List.of(name, filledGuard, filledSteps)))
        .build();
  }

  private void setParameter(String name, String value, Map<String, String> all, Problems problems) {
    Optional<Param> param = params.stream().filter(each -> each.name().equals(name)).findFirst();
    Position option = Position.ofFile("-p " + Value.quote(name));
    if (param.isEmpty()) {
      List<String> known = params.stream().map(Param::name).toList();
      String hint = known.isEmpty() ? ", the plan has none" : NearestName.hint(name, known);
      problems.add(option, "unknown parameter `" + name + "`" + hint);
      return;
    }
    Optional<String> refused = param.get().refuse(value);
    refused.ifPresent(reason -> problems.add(option, reason));
    all.put(name, value);
  }

  /**
   * The problems that the plan has for every choice of values. The plan is read once with example
   * values of the right types, and problems at positions that depend on a value are ignored.
   */
  private List<Problem> problemsWithExampleValues() {
    Problems found = new Problems();
    Map<String, String> examples = new TreeMap<>();
    params.forEach(param -> examples.put(param.name(), param.example()));
    DocumentNode filledGuard = parameterSubstitution.fill(guard, examples, new Problems());
    DocumentNode filledSteps = parameterSubstitution.fill(steps, examples, new Problems());
    GuardReader.read(guard(filledGuard, found));
    steps(filledSteps, examples, found);
    List<Problem> counted = new ArrayList<>(found.list());
    counted.removeIf(problem -> parameterSubstitution.dependsOnParameters(problem.at()));
    return counted;
  }

  /**
   * What a parameter alone is the value of in the steps: {@code ACTION ARGUMENT}, and {@link
   * #NODES}. None for a parameter whose type takes no names.
   */
  public List<String> uses(String param) {
    Map<String, String> examples = new TreeMap<>();
    params.forEach(each -> examples.put(each.name(), each.example()));
    examples.put(param, MARK);
    DocumentNode filled = parameterSubstitution.fill(steps, examples, new Problems());
    Set<String> uses = new LinkedHashSet<>();
    for (Step step : steps(filled, examples, new Problems())) {
      if (step.arguments() instanceof DocumentNode.Mapping arguments) {
        arguments.entries().stream()
            .filter(each -> holdsMark(each.value()))
            .forEach(each -> uses.add(step.action().value() + " " + each.key().text()));
      }
      step.nodes()
          .filter(each -> each instanceof NodeSelector.Names names && namesMark(names))
          .ifPresent(each -> uses.add(NODES));
    }
    return List.copyOf(uses);
  }

  private static boolean namesMark(NodeSelector.Names names) {
    return names.names().stream().anyMatch(each -> each.value().equals(MARK));
  }

  private static boolean holdsMark(DocumentNode node) {
    return node instanceof DocumentNode.Scalar scalar
        ? scalar.text().contains(MARK)
        : node instanceof DocumentNode.Sequence sequence
            && sequence.items().stream().anyMatch(PlanFile::holdsMark);
  }

  private static MapReader guard(DocumentNode filled, Problems problems) {
    return Value.root(filled, PlanSchema.GUARD, problems).map();
  }

  private List<Step> steps(DocumentNode filled, Map<String, String> values, Problems problems) {
    StepReader reader = new StepReader(actions, parameterSubstitution, values, problems);
    return reader.read(Value.of("steps", filled, PlanSchema.namedSteps(actions), problems));
  }

  /** Parses options of the form {@code name=value}; the value may contain more equals signs. */
  public static Map<String, String> parameters(List<String> options) throws DocumentException {
    Problems problems = new Problems();
    Map<String, String> values = new TreeMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      Position at = Position.ofFile("-p " + Value.quote(option));
      if (equals < 1) {
        problems.add(at, "expected name=value");
      } else if (values.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
        problems.add(at, "`" + option.substring(0, equals) + "` is given twice");
      }
    }
    problems.throwIfAny();
    return values;
  }
}
