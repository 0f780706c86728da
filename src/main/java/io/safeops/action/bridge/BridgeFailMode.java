package io.safeops.action.bridge;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.VswitchTables;
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
 * An action that sets the fail mode of an OVS bridge on some nodes. A bridge without a controller
 * switches by MAC address in mode {@code standalone} and drops every packet in mode {@code secure}
 * (ovs-vswitchd.conf.db(5), Bridge: fail_mode). When the mode changes, ovs-vswitchd deletes all
 * flows of such a bridge.
 *
 * @param nodes the nodes of the step
 * @param mode {@code standalone} or {@code secure}
 */
public record BridgeFailMode(List<String> nodes, String bridge, String mode) implements Action {

  static final String NAME = "ovs.bridge.set-fail-mode";

  private static final List<String> MODES = List.of("standalone", VswitchPrediction.SECURE);

  public BridgeFailMode {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set the fail mode of an OVS bridge",
        Schema.fields(
            Schema.required("bridge", ParamType.BRIDGE.schema(), "the bridge"),
            Schema.required(
                "mode",
                Schema.words(MODES),
                "what the bridge does without a controller: standalone, it switches by MAC address; secure, it drops every packet")),
        BridgeFailMode::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> bridge = arguments.required("bridge", ParamType.BRIDGE);
    Optional<String> mode = arguments.map().required("mode").oneOf(MODES).map(each -> each.value());
    return bridge.isPresent() && mode.isPresent()
        ? Optional.of(new BridgeFailMode(arguments.nodes(), bridge.get(), mode.get()))
        : Optional.empty();
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The bridge of one node, before and after. */
  private record ModeChange(Bridge before, Bridge after) {
    RowChange<Bridge> row() {
      return RowChange.update(VswitchTables.BRIDGE, before, after);
    }
  }

  private List<ModeChange> changes(Cluster cluster) throws ActionException {
    List<ModeChange> changes = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      Bridge before = found(node, bridge);
      if (!before.controllers().isEmpty()) {
        throw new ActionException(
            "bridge "
                + bridge
                + " on "
                + node.name()
                + " has the controller "
                + before.controllers()
                + ": what it does in another fail mode is not known");
      }
      if (!before.failMode().equals(mode)) {
        changes.add(new ModeChange(before, VswitchPrediction.withFailMode(before, mode)));
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: the fail mode of "
              + bridge
              + " is already "
              + mode
              + " on "
              + String.join(", ", nodes));
    }
    return changes;
  }

  /**
   * A bridge of a provider network.
   *
   * @throws ActionException if the node has no such bridge, or ovn-controller programs it
   */
  static Bridge found(Node node, String name) throws ActionException {
    if (name.equals(node.getIntegrationBridge())) {
      throw new ActionException(
          name + " is the integration bridge of " + node.name() + ": ovn-controller programs it");
    }
    return node.bridge(name)
        .orElseThrow(
            () ->
                ActionException.about(
                    "bridge", name, "there is no bridge " + name + " on " + node.name()));
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (ModeChange change : changes(before)) {
      String node = change.before().node();
      operation.act(node, VswitchRows.act(change.row()), VswitchRows.undo(change.row()));
      items.add(new BridgeItem(node, bridge));
      items.add(new RowItem(change.row().key()));
      expect.add(
          new FactExpectation(
              node + ": the fail mode of " + bridge + " is " + mode,
              new BridgeForwards(node, bridge, Optional.of(mode), change.after().forwarding()),
              Duration.ofSeconds(5)));
    }
    return operation.expect(expect).footprint(Footprint.of(items)).build();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (ModeChange change : changes(before)) {
            after =
                after.withNode(
                    change.before().node(), node -> node.withBridge(bridge, any -> change.after()));
          }
          return after;
        });
  }

  @Override
  public String describe() {
    return VswitchRows.described(nodes, List.of("ovs-vsctl", "set-fail-mode", bridge, mode));
  }
}
