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
 * A remedy before the item is known.
 *
 * @param plan name of a playbook
 * @param when for which violations it is one; for all if it does not say
 * @param each what the operator has to choose from, where nobody can tell: one command for each
 */
record RemedyTemplate(
    String plan,
    Optional<Expression> when,
    Optional<Expression> each,
    Map<String, Template> params) {

  /** The variable that holds one of what there is to choose from. */
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
