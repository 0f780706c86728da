package io.safeops.cli.command;

import io.safeops.approval.ApprovalSigner;
import io.safeops.approval.Revocations;
import io.safeops.approval.SignedApproval;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.RevocationOptions;
import io.safeops.cli.view.ApprovalsView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.signature.SignatureNamespace;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops approvals revoke}: signs a list of approvals that do not count any more. */
@Command(
    name = "revoke",
    description = {
      "Sign a list of approvals that do not count any more.",
      "Give the newest list with --add-to: the new one holds it, and has the next number. Put it on"
          + " every machine that runs plans. Nodes remember the highest number that they have seen."
    },
    mixinStandardHelpOptions = true)
final class ApprovalsRevokeCommand implements Callable<Integer> {

  private final ApprovalSurroundings surroundings;

  @Mixin private RevocationOptions options;
  @Mixin private Format format;

  ApprovalsRevokeCommand() {
    this(ApprovalSurroundings.ofThisMachine());
  }

  ApprovalsRevokeCommand(ApprovalSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    Instant now = surroundings.clock().instant();
    Instant until = options.until(now);
    Map<String, String> more = new TreeMap<>();
    for (SignedApproval approval : options.approvals()) {
      more.put(approval.approval().id(), options.because());
    }
    Revocations list;
    try {
      list =
          options.earlier().isEmpty()
              ? new Revocations(1, until, more)
              : Revocations.read(
                      options.earlier().get(),
                      surroundings.allowedSigners(
                          options.allowedSigners(), SignatureNamespace.REVOCATION),
                      now)
                  .with(more, until);
    } catch (IllegalArgumentException e) {
      throw new BadInput(String.valueOf(e.getMessage()));
    }
    ApprovalSigner signer = surroundings.signer(options.key(), SignatureNamespace.REVOCATION);
    list.write(signer, options.output());
    ApprovalsView.of(format).revoked(options.output(), list);
    return Exit.OK;
  }
}
