package io.safeops.plan;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Replacement;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.expression.Template;
import io.safeops.paths.FactsLanguage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fills the parameter values into a plan. A text with {@code ${...}} becomes one new text, whatever
 * the value is: the value is never read as YAML, as CEL or by a shell.
 */
final class ParameterSubstitution {

  private static final Pattern NAME_ONLY = Pattern.compile("\\$\\{\\s*([A-Za-z_]\\w*)\\s*\\}");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[^}]*\\}");
  private static final Set<CelKind> SCALAR_KINDS =
      Set.of(CelKind.STRING, CelKind.INT, CelKind.BOOL);

  /**
   * Keys whose values are expressions: a value filled in there would become part of the expression.
   */
  private static final Set<String> EXPRESSION_KEYS = Set.of("where", "holds", "expect");

  /** Keys of a step whose values are shown unmasked in reviews and journals. */
  private static final Set<String> SHOWN_KEYS = Set.of("id", "nodes", "serial", "expect");

  /** Lists of checks: a check whose optional parameters have no value at all is left out. */
  private static final Set<String> CHECK_KEYS = Set.of("expect", "probes");

  private final Map<String, Param> params;
  private final Problems problems;
  private final Map<Scalar, Template> templates = new IdentityHashMap<>();
  private final Set<Position> templatePositions = new HashSet<>();
  private @Nullable CelEnvironment celEnvironment;

  ParameterSubstitution(List<Param> params, Problems problems) {
    this.params = new TreeMap<>();
    params.forEach(param -> this.params.put(param.name(), param));
    this.problems = problems;
  }

  /** The CEL environment of this plan's conditions. CEL is loaded only if a plan needs it. */
  CelEnvironment celEnvironment() {
    if (celEnvironment == null) {
      CelEnvironment created = FactsLanguage.environment();
      for (Param param : params.values()) {
        if (param.optional()) {
          continue;
        }
        created = created.with(param.name(), celType(param.type()));
      }
      celEnvironment = created;
    }
    return celEnvironment;
  }

  /** Checks all templates in the guard settings, once, when the plan is loaded. */
  void checkGuard(DocumentNode guard) {
    check(guard, "", true);
  }

  /** Checks all templates in the steps, once, when the plan is loaded. */
  void checkSteps(DocumentNode steps) {
    List<DocumentNode> each =
        steps instanceof Sequence sequence ? sequence.items() : List.of(steps);
    for (DocumentNode step : each) {
      if (step instanceof Mapping mapping) {
        for (MapEntry entry : mapping.entries()) {
          String key = entry.key().text();
          check(entry.value(), key, SHOWN_KEYS.contains(key));
        }
      } else {
        check(step, "", false);
      }
    }
  }

  /**
   * @param shown whether the values at this place are shown to everyone
   */
  private void check(DocumentNode node, String key, boolean shown) {
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach(entry -> check(entry.value(), entry.key().text(), shown));
    } else if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> check(item, key, shown));
    } else if (node instanceof Scalar scalar && !reportsShownSecret(scalar, key, shown)) {
      checkText(scalar, key);
    }
  }

  /**
   * Reports a secret parameter where its value would be shown. An expression that fails shows the
   * values that decided it, and a value computed from a secret cannot be masked.
   */
  private boolean reportsShownSecret(Scalar scalar, String key, boolean shown) {
    String searched = scalar.text();
    if (!EXPRESSION_KEYS.contains(key)) {
      String templates = shown ? searched : NAME_ONLY.matcher(searched).replaceAll("");
      searched =
          PLACEHOLDER
              .matcher(templates)
              .results()
              .map(MatchResult::group)
              .collect(Collectors.joining(" "));
    }
    for (Param param : params.values()) {
      if (param.type() == ParamType.SECRET
          && Pattern.compile("(?<![.\\w])" + param.name() + "(?!\\w)").matcher(searched).find()) {
        problems.add(
            scalar.at(),
            "`"
                + param.name()
                + "` is secret: use it only as `${"
                + param.name()
                + "}` alone, and only in the arguments of an action; everything else is shown");
        return true;
      }
    }
    return false;
  }

  private void checkText(Scalar scalar, String key) {
    if (scalar.text().contains("${")) {
      if (EXPRESSION_KEYS.contains(key)) {
        problems.add(
            scalar.positionOf(scalar.text().indexOf("${")),
            "this is an expression already: write the parameter's name without `${}`");
        return;
      }
      templatePositions.add(scalar.at());
      if (!isFilledByName(scalar)) {
        checkTemplate(scalar);
      }
    }
  }

  /** Whether the text at this position depends on parameter values. */
  boolean dependsOnParameters(Position at) {
    return templatePositions.contains(at);
  }

  /** The same tree with the values filled in; all positions are unchanged. */
  DocumentNode fill(DocumentNode node, Map<String, String> values, Problems found) {
    return fill(node, "", values, found);
  }

  private DocumentNode fill(
      DocumentNode node, String key, Map<String, String> values, Problems found) {
    if (node instanceof Mapping mapping) {
      List<MapEntry> entries = new ArrayList<>();
      for (MapEntry entry : mapping.entries()) {
        if (!isUnset(entry.value(), values)) {
          DocumentNode filled = fill(entry.value(), entry.key().text(), values, found);
          entries.add(new MapEntry(entry.key(), filled));
        }
      }
      return new Mapping(entries, mapping.at());
    }
    if (node instanceof Sequence sequence) {
      List<DocumentNode> items = new ArrayList<>();
      for (DocumentNode item : sequence.items()) {
        if (!(CHECK_KEYS.contains(key) ? isUnsetCheck(item, values) : isUnset(item, values))) {
          items.add(fill(item, key, values, found));
        }
      }
      return new Sequence(items, sequence.at());
    }
    Scalar scalar = (Scalar) node;
    return scalar.text().contains("${") && !EXPRESSION_KEYS.contains(key)
        ? fillText(scalar, values, found)
        : scalar;
  }

  /** Whether a text is a reference to an optional parameter without a value. */
  private boolean isUnset(DocumentNode node, Map<String, String> values) {
    if (!(node instanceof Scalar scalar)) {
      return false;
    }
    Matcher hole = NAME_ONLY.matcher(scalar.text());
    return hole.matches() && isOptional(hole.group(1)) && !values.containsKey(hole.group(1));
  }

  /**
   * Whether a check has optional parameters and none of them has a value. If at least one has a
   * value the check stays, so that a requested check is never silently left out.
   */
  private boolean isUnsetCheck(DocumentNode node, Map<String, String> values) {
    Set<String> optional = new HashSet<>();
    collectOptional(node, optional);
    return !optional.isEmpty() && optional.stream().noneMatch(values::containsKey);
  }

  private void collectOptional(DocumentNode node, Set<String> names) {
    if (node instanceof Mapping mapping) {
      mapping.entries().forEach(entry -> collectOptional(entry.value(), names));
    } else if (node instanceof Sequence sequence) {
      sequence.items().forEach(item -> collectOptional(item, names));
    } else if (node instanceof Scalar scalar) {
      Matcher hole = NAME_ONLY.matcher(scalar.text());
      if (hole.matches() && isOptional(hole.group(1))) {
        names.add(hole.group(1));
      }
    }
  }

  private boolean isOptional(String name) {
    Param param = params.get(name);
    return param != null && param.optional();
  }

  /** The values of secret parameters, which must never be shown. */
  List<String> secrets(Map<String, String> values) {
    return params.values().stream()
        .filter(param -> param.type() == ParamType.SECRET)
        .map(param -> values.getOrDefault(param.name(), ""))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** The values as CEL variables. */
  Map<String, Object> variables(Map<String, String> values) {
    Map<String, Object> variables = new HashMap<>();
    params.forEach(
        (name, param) -> {
          if (!param.optional()) {
            variables.put(name, param.type().toCel(values.getOrDefault(name, param.example())));
          }
        });
    return variables;
  }

  private Scalar fillText(Scalar scalar, Map<String, String> values, Problems found) {
    Template template = templates.get(scalar);
    if (template == null) {
      return scalar.replacing(
          NAME_ONLY
              .matcher(scalar.text())
              .results()
              .map(
                  hole ->
                      new Replacement(
                          hole.start(),
                          hole.end(),
                          values.getOrDefault(hole.group(1), hole.group())))
              .toList());
    }
    try {
      return scalar.withText(template.render(variables(values), new EvaluationBudget()));
    } catch (EvaluationException e) {
      found.add(scalar.at(), e.reason());
      return scalar;
    }
  }

  /** Whether all placeholders are plain parameter names: they are filled in without loading CEL. */
  private boolean isFilledByName(Scalar scalar) {
    Matcher hole = NAME_ONLY.matcher(scalar.text());
    boolean found = false;
    while (hole.find()) {
      found = true;
      String name = hole.group(1);
      if (!params.containsKey(name)) {
        problems.add(
            scalar.positionOf(hole.start(1)),
            "unknown parameter `" + name + "`" + NearestName.hint(name, params.keySet()));
      } else if (isOptional(name) && !hole.group().equals(scalar.text())) {
        problems.add(
            scalar.positionOf(hole.start(1)),
            "`" + name + "` is optional, so `${" + name + "}` must stand alone");
      }
    }
    return found && !hole.reset().replaceAll("").contains("${") && !scalar.text().contains("$${");
  }

  private void checkTemplate(Scalar scalar) {
    celEnvironment()
        .template(scalar, problems)
        .ifPresent(
            template -> {
              templates.put(scalar, template);
              for (Expression expression : template.expressions()) {
                if (!SCALAR_KINDS.contains(expression.type().kind())) {
                  problems.add(
                      expression.at(),
                      "`${" + expression.text() + "}` is neither a text nor a number");
                }
              }
            });
  }

  private static CelType celType(ParamType type) {
    return switch (type) {
      case INT -> SimpleType.INT;
      case BOOL -> SimpleType.BOOL;
      default -> SimpleType.STRING;
    };
  }
}
