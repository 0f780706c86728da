package io.safeops.action.bridge;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.RowUndoText;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.VswitchTables;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action that changes which OpenFlow versions an OVS bridge speaks, on some nodes.
 * ovn-controller speaks OpenFlow 1.5 to its integration bridge; without that version the bridge
 * keeps its old flows and gets no new ones (incident 004).
 *
 * @param name the key of the step
 * @param nodes the nodes of the step
 */
public record BridgeProtocols(String name, List<String> nodes, String bridge, ProtocolEdit edit)
    implements Action {

  static final String NAME = "ovs.bridge.protocols";

  private static final Schema VERSION = Schema.words(ProtocolEdit.VERSIONS);

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "change which OpenFlow versions an OVS bridge speaks",
        Schema.fields(
                Schema.required("bridge", ParamType.BRIDGE.schema(), "the bridge"),
                Schema.optional(
                    "include", Schema.someOf(VERSION), "the OpenFlow versions that it speaks too"),
                Schema.optional(
                    "exactly",
                    Schema.listOf(VERSION),
                    "the OpenFlow versions that it speaks, and no others; an empty list sets the default of Open vSwitch"))
            .exactlyOneOf("include", "exactly"),
        BridgeProtocols::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> bridge = arguments.required("bridge", ParamType.BRIDGE);
    Value include = arguments.map().optional("include");
    Value exactly = arguments.map().optional("exactly");
    if (include.isPresent() == exactly.isPresent()) {
      include.report("give either `include` or `exactly`: OpenFlow versions");
      return Optional.empty();
    }
    ProtocolEdit.Mode mode =
        include.isPresent() ? ProtocolEdit.Mode.INCLUDE : ProtocolEdit.Mode.EXACTLY;
    List<String> versions = new ArrayList<>();
    for (Value version : (include.isPresent() ? include : exactly).list()) {
      version.oneOf(ProtocolEdit.VERSIONS).ifPresent(known -> versions.add(known.value()));
    }
    if (include.isPresent() && versions.isEmpty()) {
      include.report("`include`: an empty list changes nothing");
    }
    return bridge.map(
        name ->
            new BridgeProtocols(NAME, arguments.nodes(), name, new ProtocolEdit(mode, versions)));
  }

  public BridgeProtocols {
    nodes = List.copyOf(nodes);
  }

  /** The bridge of one node, before and after. */
  private record ProtocolChange(Node node, Bridge before, Bridge after) {
    RowChange<Bridge> row() {
      return RowChange.update(VswitchTables.BRIDGE, before, after);
    }
  }

  private List<ProtocolChange> changes(Cluster cluster) throws ActionException {
    List<ProtocolChange> changes = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      String name = node.name();
      Bridge before =
          node.bridge(bridge)
              .orElseThrow(
                  () ->
                      ActionException.about(
                          "bridge", bridge, "there is no bridge " + bridge + " on " + name));
      if (!ProtocolEdit.VERSIONS.containsAll(before.protocols())) {
        throw new ActionException(
            "bridge " + bridge + " on " + name + " has protocols that OVS does not know");
      }
      List<String> after = edit.applied(before.protocols());
      if (!after.equals(ProtocolEdit.sorted(before.protocols()))) {
        changes.add(new ProtocolChange(node, before, before.withProtocols(after)));
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: "
              + bridge
              + " already speaks these on "
              + String.join(", ", nodes));
    }
    return changes;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (ProtocolChange change : changes(before)) {
      String node = change.node().name();
      operation.act(node, act(change), undo(change));
      items.add(new BridgeItem(node, bridge));
      items.add(new RowItem(new RowKey(node, "Bridge", bridge)));
      expect.add(spoken(change));
      if (bridge.equals(change.node().getIntegrationBridge())) {
        items.add(new ComponentItem(node, ComponentName.CONTROLLER.word()));
        expect.add(controlled(change.node()));
      }
    }
    return operation.expect(expect).footprint(Footprint.of(items)).build();
  }

  private Script act(ProtocolChange change) {
    return script(change).line("protocols_act").script();
  }

  private Script undo(ProtocolChange change) {
    ShellText script = script(change).include("row/rows.sh");
    RowUndoText.append(script, change.row(), 0);
    return script.script();
  }

  private ShellText script(ProtocolChange change) {
    return new ShellText()
        .assign("BRIDGE", bridge)
        .assign("BEFORE", String.join(",", ProtocolEdit.sorted(change.before().protocols())))
        .assign("AFTER", String.join(",", change.after().protocols()))
        .assign("FORWARD", change.row().writing())
        .include("guarded.sh")
        .include("row/vswitch.sh")
        .include("bridge/protocols.sh");
  }

  private Expectation spoken(ProtocolChange change) {
    String node = change.node().name();
    List<String> versions = change.after().protocols();
    return new FactExpectation(
        node + ": " + bridge + " speaks " + BridgeSpeaks.words(versions),
        new BridgeSpeaks(node, bridge, versions),
        Duration.ofSeconds(5));
  }

  /** ovn-controller comes back within 8 s, its longest pause between two attempts. */
  private static Expectation controlled(Node node) {
    return new CheckExpectation(
        node.name(),
        "ovn-controller programs " + node.getIntegrationBridge(),
        new ShellText()
            .assign("BRIDGE", node.getIntegrationBridge())
            .include("bridge/controlled.sh")
            .script(),
        Duration.ofSeconds(20));
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (ProtocolChange change : changes(before)) {
            after = change.row().effect(after);
          }
          return after;
        });
  }

  @Override
  public String describe() {
    String set = String.join(",", edit.versions());
    List<String> command =
        switch (edit.mode()) {
          case INCLUDE -> List.of("ovs-vsctl", "add", "Bridge", bridge, "protocols", set);
          case ADD -> List.of("ovs-vsctl", "add", "Bridge", bridge, "protocols", set);
          case REMOVE -> List.of("ovs-vsctl", "remove", "Bridge", bridge, "protocols", set);
          case EXACTLY ->
              set.isEmpty()
                  ? List.of("ovs-vsctl", "clear", "Bridge", bridge, "protocols")
                  : List.of("ovs-vsctl", "set", "Bridge", bridge, "protocols=" + set);
        };
    String note =
        edit.mode() == ProtocolEdit.Mode.INCLUDE
            ? "\n only if the bridge has a list of versions: an empty list allows all"
            : "";
    return nodes.stream()
            .map(node -> node + ": " + ShellQuote.words(command))
            .collect(Collectors.joining("\n"))
        + note;
  }
}
