package io.safeops.cli.option;

import io.safeops.document.DocumentException;
import io.safeops.policy.PolicySet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which rules a command uses. */
public final class PolicyOptions {

  @Option(
      names = "--policies",
      paramLabel = "DIR",
      description = "A folder with more rules. The built-in rules always apply.")
  private List<Path> policies = new ArrayList<>();

  public List<Path> directories() {
    return List.copyOf(policies);
  }

  public PolicySet rules() throws DocumentException {
    return PolicySet.load(policies);
  }
}
