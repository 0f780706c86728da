package io.safeops.cli.view;

import io.safeops.approval.Approval;
import io.safeops.approval.BeforeImage;
import io.safeops.approval.Binding;
import io.safeops.approval.BoundAction;
import io.safeops.approval.BoundConnection;
import io.safeops.approval.BoundNode;
import io.safeops.approval.BoundPath;
import io.safeops.approval.BoundPlan;
import io.safeops.approval.BoundRules;
import io.safeops.approval.BoundWaiver;
import io.safeops.approval.ClusterIdentity;
import io.safeops.approval.ConfirmMode;
import io.safeops.approval.Validity;
import io.safeops.approval.Variation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** All that an approval says, as lines for people. */
final class ApprovalLines {

  private static final String UNKNOWN = "unknown";

  private final List<String> lines = new ArrayList<>();

  private ApprovalLines() {}

  static List<String> of(Approval approval) {
    ApprovalLines all = new ApprovalLines();
    all.terms(approval);
    all.binding(approval.binding());
    return all.lines;
  }

  /** From when until when, and how often. */
  static String valid(Validity validity) {
    return validity.notBefore()
        + " to "
        + validity.notAfter()
        + ", "
        + (validity.uses() == 1 ? "one run" : validity.uses() + " runs");
  }

  private void line(String name, String text) {
    lines.add("  %-10s %s".formatted(name, text));
  }

  private void below(String text) {
    lines.add("             " + text);
  }

  private void terms(Approval approval) {
    line("approver", approval.approver() + ", as the approval says");
    if (!approval.purpose().isEmpty()) {
      line("purpose", approval.purpose());
    }
    line("valid", valid(approval.validity()) + ", signed at " + approval.validity().issued());
    line(
        "confirm",
        approval.confirm() == ConfirmMode.CODE
            ? "by the code that somebody types"
            : "by itself, when all was quiet for the hold");
    line("take back", approval.takeBack() ? "covered" : "not covered");
    line("id", approval.id());
  }

  private void binding(Binding binding) {
    cluster(binding.cluster());
    line("program", binding.program().orElse(UNKNOWN));
    line("plan", binding.plan().name() + "  " + binding.plan().digest());
    binding.plan().parameters().forEach(this::parameter);
    line("guards", binding.guard().toString());
    binding.nodes().forEach(this::node);
    if (!binding.rules().added().isEmpty()) {
      line(
          "rules",
          "those built in, and "
              + binding.rules().added().stream()
                  .map(BoundRules.Added::rule)
                  .collect(Collectors.joining(", ")));
    }
    binding.rules().waivers().forEach(this::waiver);
    binding.actions().forEach(this::action);
    line(
        "before",
        binding.before().match() == BeforeImage.Match.SAME
            ? binding.before().things().size() + " things must be as they were:"
            : "the "
                + binding.before().things().size()
                + " things may be anything, if the plan makes the same of them. They were:");
    binding.before().things().forEach((thing, text) -> below(thing + ": " + text));
    line(
        "may vary",
        binding.variations().stream()
            .map(ApprovalLines::variation)
            .collect(Collectors.joining("; ")));
  }

  private void cluster(ClusterIdentity cluster) {
    line(
        "cluster",
        "NB_Global "
            + cluster.northbound().orElse(UNKNOWN)
            + ", SB_Global "
            + cluster.southbound().orElse(UNKNOWN)
            + ", API "
            + cluster.endpoint().orElse(UNKNOWN)
            + ", project "
            + cluster.project().orElse(UNKNOWN));
  }

  private void parameter(BoundPlan.Parameter parameter) {
    below(parameter.name() + " = " + (parameter.secret() ? "a secret" : parameter.value()));
  }

  private void node(BoundNode node) {
    line("node", node.name() + ", " + node.guarding());
    below("in band: " + node.inBand().route());
    hostKeys(node.inBand());
    for (BoundPath path : node.outOfBand()) {
      below("out of band " + path.name() + ": " + path.route());
      if (path.way() instanceof BoundPath.BySsh ssh) {
        hostKeys(ssh.connection());
      }
    }
    if (node.withoutOutOfBand()) {
      below("out of band: none, as the inventory says");
    }
  }

  private void hostKeys(BoundConnection connection) {
    below(
        "host keys of "
            + connection.host()
            + ": "
            + (connection.hostKeys().isEmpty()
                ? UNKNOWN
                : String.join(", ", connection.hostKeys())));
    connection.jump().ifPresent(this::hostKeys);
  }

  private void waiver(BoundWaiver waiver) {
    line("set aside", "rule " + waiver.rule() + ": " + waiver.because());
    waiver
        .items()
        .forEach(
            item ->
                below("for " + item.place() + (item.parts().isEmpty() ? "" : " " + item.parts())));
  }

  private void action(BoundAction action) {
    line(
        "step",
        action.step()
            + "  "
            + action.action()
            + " on "
            + String.join(", ", action.targets().voters())
            + (action.targets().soft().isEmpty()
                ? ""
                : "; protecting themselves: " + String.join(", ", action.targets().soft())));
    action.commands().forEach(command -> below("$ " + command));
    action.notUndone().forEach(this::below);
    below("touches " + String.join("; ", action.targets().things()));
    action
        .after()
        .forEach((thing, is) -> below("makes " + thing + ": " + is.orElse("no longer there")));
  }

  private static String variation(Variation variation) {
    return variation instanceof Variation.PortChassis port
        ? "the chassis of port " + port.port() + " among " + String.join(", ", port.nodes())
        : "the _uuid of rows";
  }
}
