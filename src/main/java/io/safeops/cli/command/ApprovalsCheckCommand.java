package io.safeops.cli.command;

import io.safeops.approval.CheckedApproval;
import io.safeops.approval.ClockSpan;
import io.safeops.approval.SignedApproval;
import io.safeops.approval.SignerCheck;
import io.safeops.cli.option.ApprovalFiles;
import io.safeops.cli.view.ApprovalsView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.signature.SignatureNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code safeops approvals check}: whether approvals are signed and valid. */
@Command(
    name = "check",
    description = {
      "Check who signed approvals, and whether they are valid now by the clock here.",
      "A run also compares them with the plan, the cluster and all clocks."
    },
    mixinStandardHelpOptions = true)
final class ApprovalsCheckCommand implements Callable<Integer> {

  private final ApprovalSurroundings surroundings;

  @Mixin private ApprovalFiles files;
  @Mixin private Format format;

  @Option(
      names = "--allowed-signers",
      paramLabel = "FILE",
      defaultValue = "/etc/safeops/allowed_signers",
      description = "Who may sign approvals (default ${DEFAULT-VALUE}).")
  private Path allowedSigners = Path.of("");

  ApprovalsCheckCommand() {
    this(ApprovalSurroundings.ofThisMachine());
  }

  ApprovalsCheckCommand(ApprovalSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    SignerCheck check = surroundings.allowedSigners(allowedSigners, SignatureNamespace.APPROVAL);
    ClockSpan clock =
        new ClockSpan(
            List.of(
                new ClockSpan.Reading("the clock of this machine", surroundings.clock().instant())),
            Optional.empty());
    List<CheckedApproval> checked = new ArrayList<>();
    for (SignedApproval approval : files.read()) {
      checked.add(CheckedApproval.of(approval, check, clock));
    }
    ApprovalsView.of(format).checked(checked);
    return checked.stream().allMatch(CheckedApproval::isGood) ? Exit.OK : Exit.NOT_STARTED;
  }
}
