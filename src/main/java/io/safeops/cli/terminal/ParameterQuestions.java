package io.safeops.cli.terminal;

import io.safeops.facts.model.Cluster;
import io.safeops.plan.Param;
import io.safeops.plan.ParamType;
import io.safeops.plan.PlanFile;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Asks at the terminal for the parameters that a plan needs and nobody has given. */
public final class ParameterQuestions {

  private ParameterQuestions() {}

  /**
   * Asks for each parameter until the answer is of its type, and among the choices where these are
   * all that there are.
   *
   * @param given the values that were given, by name
   * @param cluster its names complete the answers; empty if it could not be read
   * @return the values by name; empty when the operator left
   */
  public static Optional<Map<String, String>> ask(
      PlanFile plan, Map<String, String> given, Optional<Cluster> cluster) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> others = ParameterChoices.known(plan, given);
    String mention = defaults(plan, given);
    for (Param param : plan.params()) {
      if (!param.isRequired() || given.containsKey(param.name())) {
        continue;
      }
      ParameterChoices choices = ParameterChoices.of(plan, param, others, cluster);
      Optional<String> answer =
          TerminalQuestion.ask(
              mention,
              question(param, choices.values()),
              choices.values(),
              param.type() == ParamType.SECRET,
              typed -> param.refuse(typed).or(() -> choices.refuse(typed)));
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      mention = "";
      values.put(param.name(), answer.get());
      others.put(param.name(), answer.get());
    }
    return Optional.of(values);
  }

  /** What is taken for the parameters that nobody is asked for; empty if there are none. */
  static String defaults(PlanFile plan, Map<String, String> given) {
    String all =
        plan.params().stream()
            .filter(each -> !given.containsKey(each.name()) && each.type() != ParamType.SECRET)
            .flatMap(
                each ->
                    each.defaultValue().stream().map(usual -> "-p " + each.name() + "=" + usual))
            .collect(Collectors.joining(" "));
    return all.isEmpty() ? "" : "taken unless you give another: " + all;
  }

  private static String question(Param param, List<String> known) {
    return param.name()
        + (param.description().isEmpty() ? "" : ", " + param.description())
        + (known.isEmpty()
            ? " (" + param.type().keyword() + ")"
            : " (Tab shows " + known.size() + ")")
        + ": ";
  }
}
