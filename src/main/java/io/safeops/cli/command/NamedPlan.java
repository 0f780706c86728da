package io.safeops.cli.command;

import io.safeops.action.registry.Actions;
import io.safeops.cli.option.BadInput;
import io.safeops.document.DocumentException;
import io.safeops.document.Problem;
import io.safeops.plan.Param;
import io.safeops.plan.Plan;
import io.safeops.plan.PlanFile;
import io.safeops.plan.ValuesFile;
import io.safeops.session.PreparedRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One of the plans that a review was asked for.
 *
 * @param file as it was named
 * @param plan none if it does not load
 * @param problems why it does not load
 */
record NamedPlan(String file, Optional<Plan> plan, List<Problem> problems) {

  NamedPlan {
    problems = List.copyOf(problems);
  }

  /**
   * Loads all plans. One that does not load does not hide the others.
   *
   * @param values of each plan
   * @param given for every plan that has such a parameter; they override the others
   * @throws BadInput if none of several plans has a parameter that was given
   */
  static List<NamedPlan> load(List<String> files, ValuesFile values, Map<String, String> given)
      throws BadInput {
    List<NamedPlan> plans = new ArrayList<>();
    Set<String> unused = new TreeSet<>(given.keySet());
    boolean allRead = true;
    for (String file : files) {
      for (Map<String, String> own : values.of(file)) {
        NamedPlan plan;
        try {
          PlanFile read = PreparedRequest.planFile(PreparedRequest.asNamed(file));
          List<String> names = read.params().stream().map(Param::name).toList();
          unused.removeAll(names);
          Map<String, String> merged = new LinkedHashMap<>(own);
          given.forEach(
              (name, value) -> {
                // With one plan, a parameter that it does not have is its problem.
                if (files.size() == 1 || names.contains(name)) {
                  merged.put(name, value);
                }
              });
          plan = new NamedPlan(file, Optional.of(filled(read, merged)), List.of());
        } catch (DocumentException e) {
          allRead = false;
          plan = new NamedPlan(file, Optional.empty(), e.problems());
        }
        plans.add(plan);
      }
    }
    if (files.size() > 1 && allRead && !unused.isEmpty()) {
      throw new BadInput("-p " + String.join(", ", unused) + ": no plan has such a parameter");
    }
    return plans;
  }

  private static Plan filled(PlanFile read, Map<String, String> values) throws DocumentException {
    Plan plan = read.plan(values);
    Actions.check(plan);
    return plan;
  }

  /** Those that load. */
  static List<Plan> readable(List<NamedPlan> plans) {
    return plans.stream().flatMap(each -> each.plan().stream()).toList();
  }
}
