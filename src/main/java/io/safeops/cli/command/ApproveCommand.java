package io.safeops.cli.command;

import io.safeops.approval.Approval;
import io.safeops.approval.ApprovalDraft;
import io.safeops.approval.ApprovalSigner;
import io.safeops.approval.ApprovalTerms;
import io.safeops.approval.SignedApproval;
import io.safeops.cli.command.FactsCollection.Collected;
import io.safeops.cli.option.ApprovalOptions;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.PlanOptions;
import io.safeops.cli.view.ApproveView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.review.Review;
import io.safeops.run.coordinate.Forecast;
import io.safeops.session.PreparedRequest;
import io.safeops.signature.SignatureNamespace;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops approve}: signs that one exact plan may run. */
@Command(
    name = "approve",
    description = {
      "Sign that this plan may run, exactly as it is reviewed now.",
      "Shows the review, asks, and writes the approval and its signature. Runs nothing."
    },
    mixinStandardHelpOptions = true)
final class ApproveCommand implements Callable<Integer> {

  private final ApprovalSurroundings surroundings;

  @Mixin private PlanOptions plan;
  @Mixin private ApprovalOptions options;
  @Mixin private Format format;

  ApproveCommand() {
    this(ApprovalSurroundings.ofThisMachine());
  }

  ApproveCommand(ApprovalSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    ApprovalTerms terms = options.terms(surroundings.clock().instant());
    requireFree(options.output());
    if (!surroundings.hasTerminal()) {
      throw new BadInput("approve asks whether to sign: run it on a terminal");
    }
    PreparedRequest prepared = PreparedRequest.toApprove(plan.request(false));
    ApprovalSigner signer = surroundings.signer(options.key(), SignatureNamespace.APPROVAL);
    Collected seen = surroundings.facts(prepared);
    Review review = prepared.reviewer().review(prepared.plan(), seen.cluster());
    Forecast forecast = Forecast.of(review, seen.measuredTimes());
    ApproveView view = ApproveView.of(format, plan.inventoryAsTyped());
    view.review(review, forecast);
    if (!review.passes() || !forecast.fits()) {
      return Exit.REFUSED;
    }
    Approval approval =
        ApprovalDraft.of(
            surroundings.source(prepared, review, seen.cluster()), terms, new SecureRandom());
    view.draft(approval);
    if (!surroundings.agrees(review)) {
      view.notAgreed();
      return Exit.NOT_STARTED;
    }
    view.written(SignedApproval.write(approval, signer, options.output()));
    return Exit.OK;
  }

  /** Before somebody has read the whole review. */
  private static void requireFree(Path file) throws BadInput {
    for (Path each : new Path[] {file, SignedApproval.signatureOf(file)}) {
      if (Files.exists(each, LinkOption.NOFOLLOW_LINKS)) {
        throw new BadInput("-o " + each + ": it exists, and an approval is never overwritten");
      }
    }
  }
}
