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

/** Which plan, with which values, under which rules. */
public final class PlanOptions {

  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description = "The plan file, or the name of a playbook that safeops brings along.")
  private Path plan = Path.of("");

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the plan; may be given several times.")
  private List<String> params = new ArrayList<>();

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder of further rules; the built-in ones always apply.")
  private List<Path> policies = new ArrayList<>();

  @ArgGroup(exclusive = false, multiplicity = "0..*")
  private List<WaiveOption> waivers = new ArrayList<>();

  /** A rule set aside, and why. */
  static final class WaiveOption {
    @Option(
        names = "--waive",
        required = true,
        paramLabel = "RULE",
        description = "Set a rule aside, where the rule lets the operator do so.")
    private String rule = "";

    @Option(
        names = "--because",
        required = true,
        paramLabel = "TEXT",
        description = "Why; stands in the journal.")
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

  /** The inventory as it was given on the command line, for commands that are shown. */
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

  /** As a guard takes it: a word. */
  private static String word(String text) {
    String word = text.replaceAll("[^A-Za-z0-9._-]", "_");
    return word.isEmpty() ? "_" : word;
  }
}
