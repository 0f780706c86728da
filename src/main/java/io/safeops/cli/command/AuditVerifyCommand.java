package io.safeops.cli.command;

import io.safeops.audit.AuditReport;
import io.safeops.audit.HeadCheck;
import io.safeops.cli.option.BadInput;
import io.safeops.cli.option.ClusterOptions;
import io.safeops.cli.terminal.RunSelection;
import io.safeops.cli.view.AuditView;
import io.safeops.cli.view.Exit;
import io.safeops.cli.view.Format;
import io.safeops.run.audit.AuditedNodes;
import io.safeops.run.audit.GuardRecords;
import io.safeops.run.audit.RunAudit;
import io.safeops.run.store.RunStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code safeops audit verify}: finds what was changed in the evidence of a run. */
@Command(
    name = "verify",
    description = {
      "Compare the journal of a run with the logs of its nodes and the heads that they keep.",
      "Name what was changed, added, removed or moved on either side. Change nothing.",
      "Lines that nobody else has seen are counted: a change there would not show.",
      "Exit 0: nothing was changed. 3: something was. 6: not all could be verified."
    },
    mixinStandardHelpOptions = true)
final class AuditVerifyCommand implements Callable<Integer> {

  private static final String RUN = "[a-z0-9][a-z0-9-]{0,63}";

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The id of the run, or the end of it; `safeops runs` lists them.")
  private @Nullable String run;

  @Option(names = "--all", description = "Verify all runs of this machine.")
  private boolean all;

  @Option(
      names = "--nodes-only",
      description = {
        "Use only what the nodes of the inventory have, for a run that was begun elsewhere.",
        "Give the whole id; with --all: every run that these nodes know."
      })
  private boolean nodesOnly;

  @Mixin private ClusterOptions cluster;
  @Mixin private Format format;

  @Override
  public Integer call() throws Exception {
    if ((run == null) != all) {
      throw new BadInput("give either a run, or --all");
    }
    RunStore store = RunSelection.store();
    RunAudit audit = new RunAudit(store, HeadCheck.NONE);
    AuditView view = AuditView.of(format);
    try (AuditedClusters clusters = new AuditedClusters(store, cluster)) {
      if (all && nodesOnly) {
        return ofNodes(audit, clusters.typed(), view);
      }
      return nodesOnly
          ? verified(List.of(audit.verifyNodes(id(), clusters.typed())), view)
          : ofThisMachine(audit, store, clusters, view);
    }
  }

  private int ofNodes(RunAudit audit, AuditedNodes nodes, AuditView view) {
    GuardRecords.KnownRuns known = nodes.runs();
    List<AuditReport> reports = new ArrayList<>();
    known.runs().forEach(id -> reports.add(audit.verifyNodes(id, nodes)));
    int exit = verified(reports, view);
    if (known.silent().isEmpty()) {
      return exit;
    }
    view.silent(known.silent());
    return exit == Exit.OK ? Exit.NOT_STARTED : exit;
  }

  private int ofThisMachine(
      RunAudit audit, RunStore store, AuditedClusters clusters, AuditView view) throws Exception {
    List<AuditReport> reports = new ArrayList<>();
    List<String> ids = all ? store.ids() : List.of(RunSelection.of(String.valueOf(run)).id());
    for (String id : ids) {
      reports.add(audit.verify(id, clusters.of(id), clusters.whyNone()));
    }
    return verified(reports, view);
  }

  private String id() throws BadInput {
    String typed = String.valueOf(run);
    if (!typed.matches(RUN)) {
      throw new BadInput("not a run id: " + typed);
    }
    return typed;
  }

  private static int verified(List<AuditReport> reports, AuditView view) {
    reports.forEach(view::report);
    if (reports.isEmpty()) {
      view.none();
    }
    if (reports.stream().anyMatch(AuditReport::isChanged)) {
      return Exit.REFUSED;
    }
    return reports.stream().allMatch(AuditReport::isWhole) ? Exit.OK : Exit.NOT_STARTED;
  }
}
