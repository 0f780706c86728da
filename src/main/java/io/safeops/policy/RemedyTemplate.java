package io.safeops.policy;

import io.safeops.expression.EvaluationBudget;
import io.safeops.expression.EvaluationException;
import io.safeops.expression.Expression;
import io.safeops.expression.Template;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A remedy as the rule declares it, before the item is known.
 *
 * @param plan name of a playbook
 * @param when the condition under which it applies to a violation; empty if it always applies
 * @param each the values that the operator has to choose from, where safeops cannot choose: one
 *     command for each
 */
record RemedyTemplate(
    String plan,
    Optional<Expression> when,
    Optional<Expression> each,
    Map<String, Template> params) {

  /** The variable that holds one of the values to choose from. */
  static final String CHOICE = "choice";

  RemedyTemplate {
    params = Map.copyOf(params);
  }

  List<Remedy> render(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    if (when.isPresent() && !when.get().test(variables, budget)) {
      return List.of();
    }
    if (each.isEmpty()) {
      return List.of(one(variables, budget));
    }
    List<Remedy> remedies = new ArrayList<>();
    for (Object choice : each.get().list(variables, budget)) {
      Map<String, Object> known = new HashMap<>(variables);
      known.put(CHOICE, choice);
      remedies.add(one(known, budget));
    }
    return remedies;
  }

  private Remedy one(Map<String, ?> variables, EvaluationBudget budget) throws EvaluationException {
    Map<String, String> values = new TreeMap<>();
    for (Map.Entry<String, Template> param : params.entrySet()) {
      values.put(param.getKey(), param.getValue().render(variables, budget));
    }
    return new Remedy(plan, values);
  }
}
