package io.safeops.action.bridge;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import io.safeops.predict.VswitchPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An action that gives a standalone bridge without flows its flow back: the lowest one, which
 * switches by MAC address. ovs-vswitchd makes it when it starts and when the fail mode changes, but
 * not after {@code ovs-ofctl del-flows} (Open vSwitch 3.1, seen in the lab).
 *
 * @param nodes the nodes of the step
 */
public record NormalFlow(List<String> nodes, String bridge) implements Action {

  static final String NAME = "ovs.bridge.add-normal-flow";

  public NormalFlow {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "give a standalone bridge without flows its flow back, which switches by MAC address",
        Schema.fields(Schema.required("bridge", ParamType.BRIDGE.schema(), "the bridge")),
        arguments ->
            arguments
                .required("bridge", ParamType.BRIDGE)
                .map(bridge -> new NormalFlow(arguments.nodes(), bridge)));
  }

  @Override
  public String name() {
    return NAME;
  }

  private List<Bridge> bridges(Cluster cluster) throws ActionException {
    List<Bridge> bridges = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      Bridge found = BridgeFailMode.found(node, bridge);
      String where = "bridge " + bridge + " on " + node.name();
      if (!found.controllers().isEmpty()) {
        throw new ActionException(
            where + " has the controller " + found.controllers() + ", which writes its flows");
      }
      if (found.failMode().equals(VswitchPrediction.SECURE)) {
        throw new ActionException(
            where
                + " has the fail mode secure, and would lose the flow at the next start: use "
                + BridgeFailMode.NAME);
      }
      if (found.forwarding().equals(Bridge.FLOWS) || found.forwarding().isEmpty()) {
        throw new ActionException(
            where
                + (found.forwarding().isEmpty()
                    ? ": its flows were not read"
                    : " forwards by flows that somebody wrote: the flow could connect what they keep"
                        + " apart"));
      }
      if (found.forwarding().equals(Bridge.NOTHING)) {
        bridges.add(found);
      }
    }
    if (bridges.isEmpty()) {
      throw new ActionException(
          "this changes nothing: "
              + bridge
              + " switches by MAC address on "
              + String.join(", ", nodes));
    }
    return bridges;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (Bridge each : bridges(before)) {
      operation.act(each.node(), script("normal_act"), script("normal_undo"));
      items.add(new BridgeItem(each.node(), bridge));
      expect.add(
          new FactExpectation(
              each.node() + ": " + bridge + " switches by MAC address",
              new BridgeForwards(each.node(), bridge, Optional.empty(), Bridge.NORMAL),
              Duration.ofSeconds(5)));
    }
    return operation.expect(expect).footprint(Footprint.of(items)).build();
  }

  private Script script(String function) {
    return new ShellText()
        .assign("BRIDGE", bridge)
        .include("guarded.sh")
        .include("bridge/normal.sh")
        .line(function)
        .script();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (Bridge each : bridges(before)) {
            after =
                after.withNode(
                    each.node(),
                    node ->
                        node.withBridge(
                            bridge, found -> found.toBuilder().forwarding(Bridge.NORMAL).build()));
          }
          return after;
        });
  }

  @Override
  public String describe() {
    return VswitchRows.described(
        nodes, List.of("ovs-ofctl", "add-flow", bridge, "priority=0,actions=NORMAL"));
  }
}
