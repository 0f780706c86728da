package io.safeops.cli.option;

import io.safeops.document.DocumentException;
import io.safeops.plan.PlanFile;
import io.safeops.policy.BuiltInFiles;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Mixin private RuleOptions rules;

  public RunRequest request(boolean stepwise) throws BadInput, DocumentException {
    String named = PreparedRequest.asNamed(plan.toString());
    String planFile =
        named.startsWith(BuiltInFiles.PREFIX) ? named : plan.toAbsolutePath().toString();
    return RunRequest.builder(planFile, cluster.inventory().toString())
        .params(PlanFile.parameters(params))
        .policies(
            rules.policies().stream().map(folder -> folder.toAbsolutePath().toString()).toList())
        .waivers(rules.waivers())
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
