package io.safeops.policy;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the block {@code approval} of a policy. */
final class ApprovalReader {

  /** One name, and no pattern of names, which {@code allowed_signers} may have. */
  static final Pattern PRINCIPAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9@._+:/=%-]{0,254}");

  static final String PRINCIPAL_EXPECTED =
      "a principal of allowed_signers, such as alice@example.com";

  /** As long as the name of a plan may be. */
  static final Pattern PLAN = Pattern.compile("[a-z0-9.*?-]{1,63}");

  static final String PLAN_EXPECTED = "the name of a plan, or a pattern of names with * and ?";

  /** A number above it is a mistake: nobody asks a hundred people to approve one plan. */
  static final int MOST = 100;

  /** Signing takes a person, and running it another one: less than that is never met. */
  private static final Duration SHORTEST_AGE = Duration.ofMinutes(1);

  private final Problems problems;

  ApprovalReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * @param block the value of {@code approval}
   * @param policy the name of the policy
   * @return empty if there is no such block, and after it has reported what is wrong
   */
  Optional<ApprovalRequirement> read(Value block, String policy) {
    int before = problems.count();
    if (!block.isPresent()) {
      return Optional.empty();
    }
    if (block.at().file().startsWith(BuiltInFiles.PREFIX)) {
      block.report("`approval`: only the files of --policies say who approves");
    }
    MapReader map = block.map();
    Value names = map.required("by");
    Value least = map.optional("atLeast");
    Value age = map.optional("maxAge");
    Value plans = map.optional("plans");
    map.finish();
    Set<String> by = principals(names);
    int atLeast = least.integer(1, MOST).map(number -> number.value().intValue()).orElse(1);
    if (problems.count() == before && atLeast > by.size()) {
      least.report("`atLeast`: " + atLeast + ", but `by` names only " + by.size());
    }
    Duration maxAge = age.duration().map(Located::value).orElse(ApprovalRequirement.MAX_AGE);
    if (maxAge.compareTo(SHORTEST_AGE) < 0) {
      age.report("`maxAge`: expected at least 1m, found " + Value.quote(age.textOrEmpty()));
    }
    List<String> named =
        plans.list().stream()
            .flatMap(plan -> plan.text(PLAN, PLAN_EXPECTED).stream())
            .map(Located::value)
            .toList();
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(
            new ApprovalRequirement(
                Optional.of(new Located<>(policy, block.at())),
                List.copyOf(by),
                atLeast,
                maxAge,
                named));
  }

  private static Set<String> principals(Value names) {
    if (names.isList() && names.list().isEmpty()) {
      names.report("`by`: expected at least one principal");
    }
    Set<String> by = new LinkedHashSet<>();
    for (Value name : names.list()) {
      Optional<Located<String>> principal = name.text(PRINCIPAL, PRINCIPAL_EXPECTED);
      if (principal.isPresent() && !by.add(principal.get().value())) {
        name.report("`by` names " + Value.quote(principal.get().value()) + " twice");
      }
    }
    return by;
  }
}
