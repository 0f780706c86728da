package io.safeops.cli.view;

import io.safeops.document.WrittenObject;
import io.safeops.review.GuardPlan;
import io.safeops.review.TightenedTime;
import io.safeops.schema.ReviewSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows how a plan would be guarded, and which times are tighter than in the plan. */
final class GuardingView {

  private GuardingView() {}

  /**
   * @param undoneByRun whether the run undoes the change; the nodes then only keep other runs out
   *     and decide how it ends
   */
  static void text(GuardPlan guardPlan, boolean undoneByRun, PrintWriter out) {
    if (guardPlan.nodes().isEmpty()) {
      out.println("  guard   no node, because no step of this plan can run");
      return;
    }
    out.println(
        (undoneByRun
                ? "  guard   undone from here; nodes that decide: "
                : "  guard   undo on the nodes that decide: ")
            + String.join(", ", guardPlan.voters())
            + (guardPlan.soft().isEmpty()
                ? ""
                : "; nodes that only protect themselves: " + String.join(", ", guardPlan.soft()))
            + "; the code is shown on "
            + guardPlan.witness().orElse("-"));
    out.println(
        "          deadline "
            + time(guardPlan, "deadline", guardPlan.deadline())
            + ", lease "
            + time(guardPlan, "lease", guardPlan.lease())
            + ", quiet for "
            + time(guardPlan, "hold", guardPlan.hold())
            + ", "
            + (guardPlan.voters().size() == 1
                ? "one node decides: no split is possible"
                : guardPlan.voters().size() + " nodes decide together"));
    List<String> tried =
        guardPlan.nodes().stream()
            .filter(node -> node.trial().isPresent())
            .map(GuardPlan.Guarded::name)
            .toList();
    if (!tried.isEmpty()) {
      out.println(
          "          tested before arming: the undo's requests to OVN's databases, on "
              + String.join(", ", tried)
              + "; the run does not start if one fails");
    }
  }

  private static String time(GuardPlan guardPlan, String setting, Duration length) {
    return seconds(length)
        + guardPlan.tightened().stream()
            .filter(each -> each.setting().equals(setting))
            .map(each -> " (the plan asks for " + seconds(each.asked()) + "; " + limit(each) + ")")
            .collect(Collectors.joining());
  }

  private static String limit(TightenedTime time) {
    String bound = time.setting().equals("hold") ? "at least " : "at most ";
    return time.node()
        .map(
            node ->
                node
                    + (time.setting().equals("hold") ? " wants " : " allows ")
                    + bound
                    + seconds(time.taken()))
        .orElse(bound + seconds(time.taken()) + " unless the inventory says otherwise");
  }

  private static String seconds(Duration length) {
    return length.toSeconds() + " s";
  }

  static Map<String, Object> json(GuardPlan guardPlan) {
    return WrittenObject.by(ReviewSchema.GUARD)
        .with("deadlineSeconds", guardPlan.deadline().toSeconds())
        .with("leaseSeconds", guardPlan.lease().toSeconds())
        .with("holdSeconds", guardPlan.hold().toSeconds())
        .with("baselineSeconds", guardPlan.baseline().toSeconds())
        .with("tightened", guardPlan.tightened().stream().map(GuardingView::json).toList())
        .done();
  }

  private static Map<String, Object> json(TightenedTime time) {
    return WrittenObject.by(ReviewSchema.TIGHTENED)
        .with("setting", time.setting())
        .with("askedSeconds", time.asked().toSeconds())
        .with("takenSeconds", time.taken().toSeconds())
        .with("node", time.node().orElse(""))
        .done();
  }
}
