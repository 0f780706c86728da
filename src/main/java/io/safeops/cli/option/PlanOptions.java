package io.safeops.cli.option;

import io.safeops.document.DocumentException;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.session.RunRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which plan a command uses, with which parameters and rules. */
public final class PlanOptions {

  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description = "A plan file, or the name of a playbook of safeops.")
  private Path plan = Path.of("");

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the plan. Repeat the option for each.")
  private List<String> params = new ArrayList<>();

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

  public RunRequest request(boolean stepwise) throws BadInput, DocumentException {
    Map<String, String> set = new LinkedHashMap<>();
    for (WaiveOption waiveOption : waivers) {
      if (waiveOption.because.isBlank()) {
        throw new BadInput("--because needs a reason");
      }
      set.put(waiveOption.rule, waiveOption.because.strip());
    }
    String planFile =
        Files.exists(plan) || !BuiltInFiles.playbooks().contains(plan.toString())
            ? plan.toAbsolutePath().toString()
            : BuiltInFiles.PREFIX + plan;
    return RunRequest.builder(planFile, cluster.inventory().toString())
        .params(PlanFile.parameters(params))
        .policies(policies.stream().map(folder -> folder.toAbsolutePath().toString()).toList())
        .waivers(set)
        .stepwise(stepwise)
        .user(word(System.getProperty("user.name")))
        .host(word(host()))
        .build();
  }

  /** The inventory as the operator typed it, for the commands that safeops shows. */
  public Optional<String> inventoryAsTyped() {
    return cluster.asTyped();
  }

  Path inventory() throws BadInput {
    return cluster.inventory();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException unknown) {
      return "localhost";
    }
  }

  /** One word, as guards expect it. */
  private static String word(String text) {
    String word = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return word.isEmpty() ? "_" : word;
  }
}
