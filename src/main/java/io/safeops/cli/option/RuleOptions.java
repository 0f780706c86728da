package io.safeops.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which rules judge a plan, and which of them the operator sets aside. */
public final class RuleOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder with more rules. The built-in rules always apply.")
  private List<Path> policies = new ArrayList<>();

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<WaiveOption> waivers = new ArrayList<>();

  /** A rule set aside, and why. */
  static final class WaiveOption {
    @Option(
        names = "--waive",
        required = true,
        paramLabel = "RULE",
        description = "Set this rule aside, if the rule lets the operator do so.")
    private String rule = "";

    @Option(
        names = "--because",
        required = true,
        paramLabel = "TEXT",
        description = "The reason; it is written to the journal.")
    private String because = "";
  }

  public List<Path> policies() {
    return List.copyOf(policies);
  }

  /** The rules that are set aside, each with the reason. */
  public Map<String, String> waivers() throws BadInput {
    Map<String, String> set = new LinkedHashMap<>();
    for (WaiveOption waiveOption : waivers) {
      if (waiveOption.because.isBlank()) {
        throw new BadInput("--because needs a reason");
      }
      set.put(waiveOption.rule, waiveOption.because.strip());
    }
    return set;
  }
}
