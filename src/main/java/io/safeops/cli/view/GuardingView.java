package io.safeops.cli.view;

import io.safeops.review.Guarding;
import io.safeops.review.Tightened;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows how a plan would be guarded, and where that is tighter than the plan asks for. */
final class GuardingView {

  private GuardingView() {}

  /**
   * @param undoneByRun whether the nodes only keep others out and say how it ends
   */
  static void text(Guarding guarding, boolean undoneByRun, PrintWriter out) {
    out.println(
        (undoneByRun ? "  guard   undone from here, held by " : "  guard   undo on ")
            + String.join(", ", guarding.voters())
            + (guarding.soft().isEmpty()
                ? ""
                : "; protects itself: " + String.join(", ", guarding.soft()))
            + "; code on "
            + guarding.witness().orElse("-"));
    out.println(
        "          deadline "
            + time(guarding, "deadline", guarding.deadline())
            + ", lease "
            + time(guarding, "lease", guarding.lease())
            + ", quiet for "
            + time(guarding, "hold", guarding.hold())
            + ", "
            + (guarding.voters().size() == 1
                ? "one node decides: no split is possible"
                : guarding.voters().size() + " nodes decide together"));
    List<String> tried =
        guarding.nodes().stream()
            .filter(node -> node.trial().isPresent())
            .map(Guarding.Guarded::name)
            .toList();
    if (!tried.isEmpty()) {
      out.println(
          "          tried before arming: what the undo will ask of OVN's databases, on "
              + String.join(", ", tried)
              + "; not started where that is not answered");
    }
  }

  private static String time(Guarding guarding, String setting, Duration length) {
    return seconds(length)
        + guarding.tightened().stream()
            .filter(each -> each.setting().equals(setting))
            .map(each -> " (the plan asks for " + seconds(each.asked()) + "; " + limit(each) + ")")
            .collect(Collectors.joining());
  }

  private static String limit(Tightened time) {
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

  static Map<String, Object> json(Guarding guarding) {
    Map<String, Object> guard = new LinkedHashMap<>();
    guard.put("deadlineSeconds", guarding.deadline().toSeconds());
    guard.put("leaseSeconds", guarding.lease().toSeconds());
    guard.put("holdSeconds", guarding.hold().toSeconds());
    guard.put("baselineSeconds", guarding.baseline().toSeconds());
    guard.put("tightened", guarding.tightened().stream().map(GuardingView::json).toList());
    return guard;
  }

  private static Map<String, Object> json(Tightened time) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("setting", time.setting());
    line.put("askedSeconds", time.asked().toSeconds());
    line.put("takenSeconds", time.taken().toSeconds());
    line.put("node", time.node().orElse(""));
    return line;
  }
}
