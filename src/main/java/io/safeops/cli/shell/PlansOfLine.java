package io.safeops.cli.shell;

import io.safeops.document.DocumentException;
import io.safeops.plan.Param;
import io.safeops.plan.ParamType;
import io.safeops.plan.PlanFile;
import io.safeops.session.PreparedRequest;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plans that a line names, as far as they load. A folder or a pattern is not looked into.
 *
 * @param isWhole whether all words that name plans were read
 */
record PlansOfLine(List<PlanFile> plans, boolean isWhole) {

  PlansOfLine {
    plans = List.copyOf(plans);
  }

  /**
   * Reads the plans.
   *
   * @param words files or names of playbooks
   */
  static PlansOfLine of(List<String> words) {
    List<PlanFile> plans = new ArrayList<>();
    boolean isWhole = true;
    for (String word : words) {
      Optional<PlanFile> plan = plan(word);
      plan.ifPresent(plans::add);
      isWhole = isWhole && plan.isPresent();
    }
    return new PlansOfLine(plans, isWhole);
  }

  private static Optional<PlanFile> plan(String word) {
    try {
      // A pipe would wait for somebody to write.
      return Files.exists(Path.of(word)) && !Files.isRegularFile(Path.of(word))
          ? Optional.empty()
          : Optional.of(PreparedRequest.planFile(PreparedRequest.asNamed(word)));
    } catch (DocumentException | InvalidPathException none) {
      return Optional.empty();
    }
  }

  /** The parameters of all plans, each name once. */
  List<Param> params() {
    List<Param> all = new ArrayList<>();
    for (PlanFile plan : plans) {
      for (Param param : plan.params()) {
        if (all.stream().noneMatch(each -> each.name().equals(param.name()))) {
          all.add(param);
        }
      }
    }
    return all;
  }

  /** The first plan that has a parameter of {@link #params}. */
  PlanFile having(Param param) {
    return plans.stream()
        .filter(plan -> plan.params().contains(param))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no plan has " + param.name()));
  }

  /** Whether the value of a parameter is known to be no secret. */
  boolean isPublic(String name) {
    List<Param> all = plans.stream().flatMap(plan -> plan.params().stream()).toList();
    List<Param> named = all.stream().filter(param -> param.name().equals(name)).toList();
    // A name that no plan has may be a mistyped one of a secret.
    return isWhole
        && (named.isEmpty() ? all : named)
            .stream().noneMatch(param -> param.type() == ParamType.SECRET);
  }
}
