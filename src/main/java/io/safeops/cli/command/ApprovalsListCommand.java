package io.safeops.cli.command;

import io.safeops.cli.option.ApprovalFiles;
import io.safeops.cli.view.ApprovalsView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops approvals list}: one line for each approval. */
@Command(
    name = "list",
    description = {
      "List approvals: which plan, by whom, from when until when, how often.",
      "Says what is written in them. `check` says whether the signature counts."
    },
    mixinStandardHelpOptions = true)
final class ApprovalsListCommand implements Callable<Integer> {

  @Mixin private ApprovalFiles files;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    ApprovalsView.of(format).list(files.read());
    return Exit.OK;
  }
}
