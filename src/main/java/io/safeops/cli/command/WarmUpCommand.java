package io.safeops.cli.command;

import io.safeops.cli.view.Exit;
import io.safeops.facts.file.FactsFile;
import io.safeops.policy.PolicySet;
import io.safeops.review.policytest.PolicyTests;
import io.safeops.run.store.RunProgram;
import io.safeops.transport.ssh.SshTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads the classes that most commands need, and those that a run may need. The launcher records
 * them for its archive. Contacts no node, and changes nothing but a temporary folder.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {

  /** The nodes of {@code policies/tests/facts/healthy.yaml}. */
  private static final String INVENTORY =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11, roles: [central, chassis], oob: [{name: console, console: a, survives: [nic, lan]}]}
        net: {address: 192.0.2.12, roles: [chassis, gateway], oob: [{name: console, console: b, survives: [nic, lan]}]}
        cmp: {address: 192.0.2.13, roles: [chassis], oob: [{name: console, console: c, survives: [nic, lan]}]}
      """;

  private static final String SWITCH = "neutron-11111111-1111-4111-8111-111111111111";

  @Override
  public Integer call() throws Exception {
    quietly("--version");
    quietly("review", "--help");
    review();
    SshTransport.warmUp();
    RunProgram.load();
    PolicySet rules = PolicySet.load(List.of());
    return PolicyTests.load(rules, List.of()).run().isEmpty() ? Exit.FAILED : Exit.OK;
  }

  /** Reviews two plans, which loads the classes of a review. */
  private static void review() throws Exception {
    Path folder = Files.createTempDirectory("safeops-warm-up");
    try {
      Path facts = folder.resolve("facts.json");
      FactsFile.save(PolicyTests.startingCluster("healthy"), facts);
      Path inventory = Files.writeString(folder.resolve("inventory.yaml"), INVENTORY);
      for (List<String> plan :
          List.of(
              List.of("recreate-localnet", "switch=" + SWITCH),
              List.of("restart-controller", "node=net"))) {
        quietly(
            "review",
            plan.get(0),
            "-p",
            plan.get(1),
            "-i",
            inventory.toString(),
            "--facts",
            facts.toString(),
            "--report",
            "markdown=" + folder.resolve("review.md"),
            "--report",
            "json=" + folder.resolve("review.json"));
      }
    } finally {
      delete(folder);
    }
  }

  private static void quietly(String... words) {
    int exit = Main.run(OutputStream.nullOutputStream(), OutputStream.nullOutputStream(), words);
    if (exit != Exit.OK && exit != Exit.REFUSED) {
      throw new IllegalStateException("exit " + exit + ": " + String.join(" ", words));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
