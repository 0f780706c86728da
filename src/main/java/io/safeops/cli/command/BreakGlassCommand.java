package io.safeops.cli.command;

import io.safeops.cli.option.ApprovedOptions;
import io.safeops.cli.option.PlanOptions;
import io.safeops.cli.view.Format;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code safeops break-glass}: runs a plan that was approved before, without questions. */
@Command(
    name = "break-glass",
    description = {
      "Run a plan on approvals that were signed before, exactly as it was approved, without a question.",
      "Guarded as every run. Where the approval says so, it confirms itself when all was quiet."
    },
    mixinStandardHelpOptions = true)
final class BreakGlassCommand implements Callable<Integer> {

  private final ApprovalSurroundings surroundings;

  @Mixin private PlanOptions plan;
  @Mixin private ApprovedOptions approved;
  @Mixin private Format format;

  BreakGlassCommand() {
    this(ApprovalSurroundings.ofThisMachine());
  }

  BreakGlassCommand(ApprovalSurroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    return new UnattendedRun(surroundings, plan, approved, format).run();
  }
}
