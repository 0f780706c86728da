package io.safeops.cli.command;

import io.safeops.approval.SignedApproval;
import io.safeops.cli.option.ApprovalFiles;
import io.safeops.cli.view.ApprovalsView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops approvals show}: all that an approval says. */
@Command(
    name = "show",
    description = {
      "Show all that approvals say: plan, nodes, steps, what they make of each thing.",
      "Says what is written in them. `check` says whether the signature counts."
    },
    mixinStandardHelpOptions = true)
final class ApprovalsShowCommand implements Callable<Integer> {

  @Mixin private ApprovalFiles files;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    ApprovalsView view = ApprovalsView.of(format);
    for (SignedApproval approval : files.read()) {
      view.show(approval);
    }
    return Exit.OK;
  }
}
