package io.safeops.cli.command;

import io.safeops.cli.view.Exit;
import io.safeops.policy.PolicySet;
import io.safeops.review.policytest.PolicyTests;
import io.safeops.run.store.RunProgram;
import io.safeops.transport.ssh.SshTransport;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * Loads the classes that most commands need, and those that a run may need. The launcher records
 * them for its archive. Changes nothing and contacts no node.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
  @Override
  public Integer call() throws Exception {
    Main.run("--version");
    Main.run("review", "--help");
    SshTransport.warmUp();
    RunProgram.load();
    PolicySet rules = PolicySet.load(List.of());
    return PolicyTests.load(rules, List.of()).run().isEmpty() ? Exit.FAILED : Exit.OK;
  }
}
