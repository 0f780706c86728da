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
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An action that sets which VLANs a port of an OVS bridge admits, on some nodes
 * (ovs-vswitchd.conf.db(5), Port: VLAN Configuration). The three columns become what is given; one
 * that is not given becomes empty. Without any, the port admits every VLAN.
 *
 * @param nodes the nodes of the step
 * @param tag the VLAN of its untagged frames, 1 to 4094
 * @param trunks the VLANs that it admits, sorted, 0 for frames without one; none: all
 * @param mode the {@code vlan_mode}; empty if not set
 */
public record PortVlan(
    List<String> nodes, String port, Optional<Long> tag, List<Long> trunks, String mode)
    implements Action {

  static final String NAME = "ovs.port.set-vlan";

  private static final Pattern TRUNKS = Pattern.compile("[0-9]{1,4}(,[0-9]{1,4})*+");
  private static final String TRUNKS_EXPECTED =
      "VLANs from 0 (frames without one) to 4094 with commas between them, such as 100,200";
  private static final List<String> MODES =
      List.of("access", "trunk", "native-tagged", "native-untagged", "dot1q-tunnel");

  public PortVlan {
    nodes = List.copyOf(nodes);
    trunks = List.copyOf(trunks);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set which VLANs a port of an OVS bridge admits. What is not given becomes empty; without any, the port admits every VLAN",
        Schema.fields(
            Schema.required("port", ParamType.IFNAME.schema(), "the port"),
            Arguments.tag("the VLAN of its untagged frames, 1 to 4094"),
            Schema.optional(
                "trunks",
                Schema.text(TRUNKS, TRUNKS_EXPECTED),
                "the VLANs that it admits, with commas between them; all if missing"),
            Schema.optional("mode", Schema.words(MODES), "the vlan_mode of the port")),
        PortVlan::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> port = arguments.required("port", ParamType.IFNAME);
    Optional<Long> tag = arguments.tag();
    Value list = arguments.map().optional("trunks");
    Optional<List<Long>> trunks = trunks(list);
    if (trunks.isEmpty()) {
      list.report("`trunks`: " + TRUNKS_EXPECTED);
    }
    Value written = arguments.map().optional("mode");
    String mode =
        written.isPresent() ? written.oneOf(MODES).map(each -> each.value()).orElse("") : "";
    return port.isPresent() && trunks.isPresent()
        ? Optional.of(new PortVlan(arguments.nodes(), port.get(), tag, trunks.get(), mode))
        : Optional.empty();
  }

  /** The VLANs of a text such as {@code 100,200}; empty if it is not such a text. */
  private static Optional<List<Long>> trunks(Value list) {
    if (!list.isPresent()) {
      return Optional.of(List.of());
    }
    String text = list.textOrEmpty();
    if (!TRUNKS.matcher(text).matches()) {
      return Optional.empty();
    }
    TreeSet<Long> vlans =
        Arrays.stream(text.split(","))
            .map(Long::parseLong)
            .collect(Collectors.toCollection(TreeSet::new));
    return vlans.last() > 4094 ? Optional.empty() : Optional.of(List.copyOf(vlans));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The port of one node, before and after. */
  private record VlanChange(String node, BridgePort before, BridgePort after) {
    RowChange<BridgePort> row() {
      return RowChange.update(VswitchTables.vlans(node), before, after);
    }
  }

  private List<VlanChange> changes(Cluster cluster) throws ActionException {
    List<VlanChange> changes = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      BridgePort before = found(node);
      if (before.kind().equals(BridgePort.PATCH) || before.isTunnel()) {
        throw new ActionException(
            "port " + port + " of " + node.name() + " is made by ovn-controller");
      }
      BridgePort after = before.toBuilder().tag(tag).trunks(trunks).vlanMode(mode).build();
      if (!after.equals(before)) {
        changes.add(new VlanChange(node.name(), before, after));
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: port "
              + port
              + " already has "
              + PortVlanIs.words(tag, trunks, mode)
              + " on "
              + String.join(", ", nodes));
    }
    return changes;
  }

  private BridgePort found(Node node) throws ActionException {
    Bridge bridge =
        node.bridges().stream()
            .filter(each -> each.port(port).isPresent())
            .findFirst()
            .orElseThrow(
                () -> new ActionException("no bridge of " + node.name() + " has a port " + port));
    if (bridge.name().equals(node.getIntegrationBridge())) {
      throw new ActionException(
          "port "
              + port
              + " of "
              + node.name()
              + " is on the integration bridge, where OVN sets the VLANs by flows");
    }
    return bridge.port(port).orElseThrow();
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (VlanChange change : changes(before)) {
      String node = change.node();
      operation.act(node, VswitchRows.act(change.row()), VswitchRows.undo(change.row()));
      items.add(new BridgeItem(node, change.before().bridge()));
      items.add(new RowItem(change.row().key()));
      expect.add(
          new FactExpectation(
              node + ": port " + port + " has " + PortVlanIs.words(tag, trunks, mode),
              new PortVlanIs(node, port, tag, trunks, mode),
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
          for (VlanChange change : changes(before)) {
            after = change.row().effect(after);
          }
          return after;
        });
  }

  @Override
  public String describe() {
    List<String> command = new ArrayList<>(List.of("ovs-vsctl"));
    column(command, "tag", tag.map(String::valueOf).orElse(""));
    column(
        command, "trunks", trunks.stream().map(String::valueOf).collect(Collectors.joining(",")));
    column(command, "vlan_mode", mode);
    return VswitchRows.described(nodes, command);
  }

  private void column(List<String> command, String column, String value) {
    if (value.isEmpty()) {
      command.addAll(List.of("--", "clear", "Port", port, column));
    } else {
      command.addAll(List.of("--", "set", "Port", port, column + "=" + value));
    }
  }
}
