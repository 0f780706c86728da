package io.safeops.approval;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Operation;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.HostItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.inventory.Inventory;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Rule;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a binding is made of.
 *
 * @param review of the plan, with its predicted clusters, and with the whole rows of its footprint
 * @param rules by which it was reviewed
 * @param inventory where the plan runs
 * @param hostKeys that are trusted here
 * @param cluster which one it is
 * @param program the digest of this program, {@link ProgramDigest}
 */
public record BindingSource(
    Review review,
    PolicySet rules,
    Inventory inventory,
    HostKeys hostKeys,
    ClusterIdentity cluster,
    Optional<String> program) {

  /**
   * The binding, with digests of secrets by this salt. The values before are conditions, and no
   * port may move.
   */
  public Binding binding(Salt salt) {
    ThingTexts texts = new ThingTexts(review.footprint());
    SecretDigests digests = new SecretDigests(salt);
    return Binding.builder(program, cluster)
        .plan(BoundPlan.of(review.plan(), digests))
        .guard(BoundGuard.of(review.guardPlan()))
        .nodes(nodes(digests))
        .actions(actions(texts))
        .before(new BeforeImage(BeforeImage.Match.SAME, texts.read(review.before())))
        .rules(new BoundRules(added(), waivers()))
        .build();
  }

  /** The names of the nodes that the plan touches: it acts there, or looks there, or arms them. */
  Set<String> touched() {
    Set<String> touched = new TreeSet<>();
    review.guardPlan().nodes().forEach(node -> touched.add(node.name()));
    for (StepReview step : review.steps()) {
      Operation operation = step.operation();
      touched.addAll(operation.nodes());
      operation.expect().stream()
          .flatMap(each -> each instanceof CheckExpectation check ? Stream.of(check) : Stream.of())
          .forEach(check -> touched.add(check.node()));
      operation.footprint().items().forEach(item -> node(item).ifPresent(touched::add));
    }
    return touched;
  }

  private static Optional<String> node(FootprintItem item) {
    if (item instanceof BridgeItem bridge) {
      return Optional.of(bridge.node());
    } else if (item instanceof ComponentItem component) {
      return Optional.of(component.node());
    } else if (item instanceof HostItem host) {
      return Optional.of(host.node());
    } else if (item instanceof ChassisItem chassis) {
      return Optional.of(chassis.node());
    }
    return item instanceof RowItem row && row.row().isOfNode()
        ? Optional.of(row.row().node())
        : Optional.empty();
  }

  private List<BoundNode> nodes(SecretDigests digests) {
    return touched().stream()
        .flatMap(name -> inventory.node(name).stream())
        .map(node -> BoundNode.of(node, review.guardPlan(), hostKeys, digests))
        .toList();
  }

  private List<BoundAction> actions(ThingTexts texts) {
    List<BoundAction> actions = new ArrayList<>();
    Map<String, String> before = texts.predicted(review.before());
    for (StepReview step : review.steps()) {
      Map<String, String> after = texts.predicted(step.after());
      actions.add(action(step, changed(before, after)));
      before = after;
    }
    return actions;
  }

  private static BoundAction action(StepReview step, Map<String, Optional<String>> changed) {
    Operation operation = step.operation();
    return new BoundAction(
        PlainLine.of(step.id()),
        PlainLine.of(step.action().name()),
        new BoundAction.Targets(
            operation.voters(), operation.softNodes(), things(operation.footprint())),
        step.title().lines().map(PlainLine::of).toList(),
        notUndone(operation),
        changed);
  }

  private static List<String> things(Footprint footprint) {
    return footprint.items().stream()
        .map(
            item ->
                item.kind().word()
                    + " "
                    + (item instanceof RowItem row
                        ? row.row().label()
                        : String.join(" ", item.key())))
        .map(PlainLine::of)
        .toList();
  }

  private static List<String> notUndone(Operation operation) {
    List<String> lines = new ArrayList<>();
    operation.irreversible().ifPresent(why -> lines.add("cannot be undone: " + why));
    operation.losses().lost().forEach(row -> lines.add("would not be restored: " + row));
    operation.losses().unseen().forEach(row -> lines.add("may not be restored: " + row));
    return lines.stream().map(PlainLine::of).toList();
  }

  /** The things that are not as before, as they are then; nothing if they are gone. */
  private static Map<String, Optional<String>> changed(
      Map<String, String> before, Map<String, String> after) {
    Set<String> things = new TreeSet<>(before.keySet());
    things.addAll(after.keySet());
    Map<String, Optional<String>> changed = new TreeMap<>();
    for (String thing : things) {
      Optional<String> is = Optional.ofNullable(after.get(thing));
      if (!is.equals(Optional.ofNullable(before.get(thing)))) {
        changed.put(thing, is);
      }
    }
    return changed;
  }

  /** Those that are built in are part of the program. */
  private List<BoundRules.Added> added() {
    return rules.rules().stream()
        .filter(rule -> !rule.id().at().file().startsWith(BuiltInFiles.PREFIX))
        .map(rule -> new BoundRules.Added(rule.id().value(), rule.digest()))
        .toList();
  }

  private List<BoundWaiver> waivers() {
    Map<String, List<Verdict>> waived = new TreeMap<>();
    review.allVerdicts().stream()
        .filter(verdict -> verdict.ruling() == Verdict.Ruling.WAIVED)
        .forEach(
            verdict ->
                waived.computeIfAbsent(verdict.rule(), any -> new ArrayList<>()).add(verdict));
    return waived.entrySet().stream().map(each -> waiver(each.getKey(), each.getValue())).toList();
  }

  private BoundWaiver waiver(String rule, List<Verdict> verdicts) {
    Map<List<String>, Set<String>> items = new HashMap<>();
    for (Verdict verdict : verdicts) {
      List<String> place = List.of(PlainLine.of(verdict.step()), PlainLine.of(verdict.item()));
      Set<String> parts = items.computeIfAbsent(place, any -> new TreeSet<>());
      verdict.evidence().parts().keySet().forEach(part -> parts.add(PlainLine.of(part)));
    }
    return new BoundWaiver(
        rule,
        rules.rule(rule).map(Rule::digest).orElseThrow(),
        PlainLine.of(verdicts.get(0).because()),
        items.entrySet().stream()
            .map(
                each ->
                    new BoundWaiver.Item(
                        each.getKey().get(0), each.getKey().get(1), List.copyOf(each.getValue())))
            .toList());
  }
}
