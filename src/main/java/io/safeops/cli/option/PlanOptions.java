package io.safeops.cli.option;

import io.safeops.document.DocumentException;
import io.safeops.document.NearestName;
import io.safeops.document.Position;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which plan a command uses, with which parameters and rules. */
public final class PlanOptions {

  @Parameters(
      index = "0",
      paramLabel = "PLAN",
      description =
          "A plan file, or the name of a playbook of safeops. A name that does not exist lists them.")
  private Path plan = Path.of("");

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUE",
      description = "A parameter of the plan. Repeat the option for each.")
  private List<String> params = new ArrayList<>();

  @Mixin private RuleOptions rules;

  public RunRequest request(boolean stepwise) throws BadInput, DocumentException {
    return request(stepwise, Map.of());
  }

  /**
   * The same, with parameters that were asked for.
   *
   * @param more values by name, beside those that were given
   */
  public RunRequest request(boolean stepwise, Map<String, String> more)
      throws BadInput, DocumentException {
    Map<String, String> values = new TreeMap<>(more);
    values.putAll(PlanFile.parameters(params));
    return RunRequest.builder(planFile(), cluster.inventory().toString())
        .params(values)
        .policies(
            rules.policies().stream().map(folder -> folder.toAbsolutePath().toString()).toList())
        .waivers(rules.waivers())
        .stepwise(stepwise)
        .user(word(OperatorName.get()))
        .host(word(host()))
        .build();
  }

  private String planFile() throws DocumentException {
    String typed = plan.toString();
    String named = PreparedRequest.asNamed(typed);
    if (named.startsWith(BuiltInFiles.PREFIX)) {
      return named;
    }
    boolean isWord = !typed.contains("/") && !typed.contains(".");
    if (isWord && !Files.exists(plan)) {
      List<String> playbooks = BuiltInFiles.playbooks();
      throw new DocumentException(
          Position.ofFile(typed),
          "no such file, and no playbook has this name"
              + NearestName.to(typed, playbooks)
                  .map(near -> ", did you mean `" + near + "`?")
                  .orElseGet(() -> ". The playbooks: " + String.join(", ", playbooks)));
    }
    return plan.toAbsolutePath().toString();
  }

  /** The file of the plan. */
  public PlanFile plan() throws DocumentException {
    return PreparedRequest.planFile(planFile());
  }

  /** The values of parameters that were given, by name. */
  public Map<String, String> given() throws DocumentException {
    return PlanFile.parameters(params);
  }

  /** The inventory as the operator typed it, for the commands that safeops shows. */
  public Optional<String> inventoryAsTyped() {
    return cluster.asTyped();
  }

  /** The file of the inventory. */
  public Path inventory() throws BadInput {
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
