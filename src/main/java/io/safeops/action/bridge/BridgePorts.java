package io.safeops.action.bridge;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.StepNodes;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An action that adds ports to OVS bridges or removes them, on some nodes. A typed step has one
 * edit; an {@code ovs-vsctl} command line that is understood may have several.
 *
 * @param name the key of the step
 * @param nodes the nodes of the step
 * @param written the command line as it was written, for the review
 */
public record BridgePorts(
    String name, List<String> nodes, List<BridgePortEdit> edits, List<String> written)
    implements Action {

  public static final String ADD = "ovs.bridge.port.add";
  public static final String REMOVE = "ovs.bridge.port.remove";

  private static final Schema.Fields ARGUMENTS =
      Schema.fields(
          Schema.required("bridge", ParamType.BRIDGE.schema(), "the bridge"),
          Schema.required(
              "port", ParamType.IFNAME.schema(), "the port: the name of its interface"));

  public static ActionForm addForm() {
    return new ActionForm(
        ADD, "add a port to an OVS bridge", ARGUMENTS, arguments -> bind(arguments, true));
  }

  public static ActionForm removeForm() {
    return new ActionForm(
        REMOVE, "take a port out of an OVS bridge", ARGUMENTS, arguments -> bind(arguments, false));
  }

  private static Optional<Action> bind(Arguments arguments, boolean add) {
    Optional<String> bridge = arguments.required("bridge", ParamType.BRIDGE);
    Optional<String> port = arguments.required("port", ParamType.IFNAME);
    if (bridge.isEmpty() || port.isEmpty()) {
      return Optional.empty();
    }
    BridgePortEdit edit =
        add
            ? BridgePortEdit.add(bridge.get(), port.get(), Optional.empty(), false)
            : BridgePortEdit.remove(bridge, port.get(), false);
    return Optional.of(
        new BridgePorts(
            add ? ADD : REMOVE,
            arguments.nodes(),
            List.of(edit),
            List.of("ovs-vsctl", add ? "add-port" : "del-port", bridge.get(), port.get())));
  }

  public BridgePorts {
    nodes = List.copyOf(nodes);
    edits = List.copyOf(edits);
    written = List.copyOf(written);
  }

  private List<BridgePortChange> changes(Cluster before) throws ActionException {
    List<BridgePortChange> changes = new ArrayList<>();
    Cluster after = before;
    for (String name : StepNodes.named(nodes)) {
      for (BridgePortEdit edit : edits) {
        Optional<BridgePortChange> change = edit.change(StepNodes.read(after, name));
        if (change.isPresent()) {
          after = change.get().effect(after);
          changes.add(change.get());
        }
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException("this changes nothing: " + ShellQuote.words(written));
    }
    return changes;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    return BridgePortOperation.of(changes(before), before);
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (BridgePortChange change : changes(before)) {
            after = change.effect(after);
          }
          return after;
        });
  }

  @Override
  public String describe() {
    return nodes.stream()
        .map(node -> node + ": " + ShellQuote.words(written))
        .collect(Collectors.joining("\n"));
  }
}
