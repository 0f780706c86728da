package io.safeops.cli.view;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.paths.verdict.PathCut;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * What the review of a run's plan tells on demand, in lines for people: while a run is open the
 * operator asks for one thing, and wants no more.
 */
public final class ReviewDetails {

  /** In place of a step: all of them, each thing by itself. */
  private static final String ALL = "all";

  private final Review review;

  public ReviewDetails(Review review) {
    this.review = review;
  }

  /** The ids of the steps, in order. */
  public List<String> steps() {
    return review.steps().stream().map(StepReview::id).toList();
  }

  /** The nodes of the cluster. */
  public List<String> nodes() {
    return review.before().nodes().stream().map(Node::name).toList();
  }

  /**
   * What a step does.
   *
   * @param step its id; empty for all steps
   */
  public List<String> step(String step) {
    return ofSteps(
        step,
        (each, out) -> {
          out.add(
              each.id()
                  + "  "
                  + each.action().name()
                  + (each.operation().nodes().isEmpty()
                      ? ""
                      : "  on " + String.join(", ", each.operation().nodes())));
          each.title().lines().forEach(line -> out.add("  $ " + line));
          each.operation().expect().forEach(what -> out.add("  expect " + where(what)));
          changes(each.id()).forEach(line -> out.add(line));
        });
  }

  /** The exact commands of a step, or of all. */
  public List<String> commands(String step) {
    return ofSteps(
        step,
        (each, out) -> {
          out.add(each.id());
          each.title().lines().forEach(line -> out.add("  $ " + line));
        });
  }

  /**
   * What the undo of a step restores, and where it runs.
   *
   * @param step its id; empty for all steps in short, {@code all} for all steps
   */
  public List<String> undo(String step) {
    boolean isShort = step.isEmpty();
    List<String> lines = new ArrayList<>();
    lines.addAll(ofSteps(step.equals(ALL) ? "" : step, undoOf(isShort)));
    if (isShort) {
      lines.add("each thing by itself: `show undo " + ALL + "`, or `show undo` and a step");
    }
    return lines;
  }

  private BiConsumer<StepReview, List<String>> undoOf(boolean isShort) {
    return (each, out) -> {
      out.add(
          each.id()
              + ": undone "
              + (each.operation().api().isPresent()
                  ? "by the run, from here, through OpenStack's API"
                  : "on " + String.join(", ", each.operation().voters())));
      Collection<String> items = each.operation().footprint().content(review.before()).keySet();
      List<String> restored =
          isShort
              ? UndoSummary.of(items, nodes())
              : items.stream().map(item -> "restores " + item).toList();
      restored.forEach(line -> out.add("  " + line));
      each.operation().irreversible().ifPresent(why -> out.add("  cannot be undone: " + why));
      if (!each.operation().softNodes().isEmpty()) {
        out.add(
            "  until then these nodes protect themselves: "
                + String.join(", ", each.operation().softNodes()));
      }
    };
  }

  /** The rules that say something. */
  public List<String> rules() {
    return review.allVerdicts().stream().map(Verdict::rule).distinct().toList();
  }

  /**
   * What a rule says, all of it.
   *
   * @param rule its id; empty for all rules
   */
  public List<String> rules(String rule) {
    List<String> lines =
        review.allVerdicts().stream()
            .filter(verdict -> rule.isEmpty() || verdict.rule().equals(rule))
            .flatMap(verdict -> VerdictText.explained(verdict, review).stream())
            .toList();
    if (!lines.isEmpty()) {
      return lines;
    }
    return List.of(
        rule.isEmpty() || rules().isEmpty()
            ? "no rule says anything"
            : "`show rules` and one of " + String.join(", ", rules()));
  }

  /** What changes, as predicted. */
  public List<String> diff(String step) {
    return ofSteps(
        step,
        (each, out) -> {
          List<String> changes = changes(each.id());
          out.add(each.id() + (changes.isEmpty() ? ": nothing in the facts" : ""));
          changes.forEach(out::add);
        });
  }

  /** The facts of a node, as the review saw them, one line for each. */
  public List<String> facts(String node) {
    Cluster seen = review.before();
    Optional<Node> found =
        seen.nodes().stream().filter(each -> each.name().equals(node)).findFirst();
    if (found.isEmpty()) {
      return List.of("`show facts` and a node: " + String.join(", ", nodes()));
    }
    List<String> lines = new ArrayList<>();
    lines.add(node + ", as read at " + Moments.seconds(seen.collectedAt()));
    found.get().nics().forEach(nic -> lines.add("  " + nic(nic)));
    found.get().bridges().forEach(bridge -> lines.add("  " + bridge(bridge)));
    found
        .get()
        .mappings()
        .forEach(each -> lines.add("  mapping " + each.physnet() + " -> " + each.bridge()));
    found
        .get()
        .components()
        .forEach(each -> lines.add("  " + each.name() + " " + each.state() + " " + each.unit()));
    return lines;
  }

  private static String nic(Nic nic) {
    return "interface "
        + nic.name()
        + " ("
        + nic.kind()
        + ") "
        + (nic.up() ? "up" : "down")
        + (nic.carrier() ? "" : ", no carrier")
        + ", MTU "
        + nic.mtu()
        + nic.addresses().stream()
            .map(address -> ", " + address.ip() + "/" + address.prefix())
            .collect(Collectors.joining());
  }

  private static String bridge(Bridge bridge) {
    return "bridge "
        + bridge.name()
        + (bridge.failMode().isEmpty() ? "" : ", fail mode " + bridge.failMode())
        + ": "
        + bridge.ports().stream().map(BridgePort::name).collect(Collectors.joining(", "));
  }

  /** The paths that the plan cuts, as predicted. */
  public List<String> paths() {
    if (review.cuts().isEmpty()) {
      return List.of("the plan cuts no path, as predicted");
    }
    List<String> lines = new ArrayList<>();
    for (PathCut cut : review.cuts()) {
      lines.add(
          cut.step()
              + ": "
              + cut.paths()
              + " paths"
              + (cut.isLasting() ? "" : " until " + cut.until())
              + ": "
              + cut.getText());
    }
    return lines;
  }

  private List<String> changes(String step) {
    return StepChanges.of(review).stream()
        .filter(each -> each.step().equals(step))
        .flatMap(each -> each.lines().stream())
        .map(line -> "  " + line)
        .toList();
  }

  private List<String> ofSteps(String step, BiConsumer<StepReview, List<String>> write) {
    List<StepReview> chosen =
        review.steps().stream().filter(each -> step.isEmpty() || each.id().equals(step)).toList();
    if (chosen.isEmpty()) {
      return List.of("there is no step " + step + "; there are " + String.join(", ", steps()));
    }
    List<String> lines = new ArrayList<>();
    chosen.forEach(each -> write.accept(each, lines));
    return lines;
  }

  private static String where(Expectation expectation) {
    return expectation instanceof CheckExpectation check
        ? check.node() + ": " + check.description()
        : expectation.description();
  }
}
