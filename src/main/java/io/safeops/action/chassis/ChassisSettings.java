package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.StepNodes;
import io.safeops.action.Understanding;
import io.safeops.action.footprint.Footprint;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An action that changes the settings of ovn-controller on some nodes, in {@code external_ids} of
 * Open_vSwitch: the remote of the Southbound, the tunnel ends, the bridge mappings.
 *
 * @param name the key of the step
 * @param nodes the nodes of the step
 * @param values the values by key; {@link ChassisKeys} knows every key; an empty value removes the
 *     key
 */
public record ChassisSettings(String name, List<String> nodes, Map<String, Optional<String>> values)
    implements SettingsAction {

  public static final String NAME = "ovs.external-ids";

  public ChassisSettings {
    nodes = List.copyOf(nodes);
    values = Map.copyOf(values);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "change the settings of ovn-controller in external_ids of Open_vSwitch",
        Schema.fields(
                Schema.optional("set", ChassisKeys.schema(), "the values by key"),
                Schema.optional(
                    "remove",
                    Schema.listOf(Schema.words(ChassisKeys.names())),
                    "the keys that are removed"))
            .atLeastOneOf("set", "remove"),
        ChassisSettings::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Map<String, Optional<String>> values = new TreeMap<>();
    Value set = arguments.map().optional("set");
    for (Value.NamedValue namedValue : set.entries()) {
      String key = namedValue.key().value();
      String value = namedValue.value().textOrEmpty();
      Optional<String> refused = ChassisKeys.refuse(key, value);
      refused.ifPresent(namedValue.value()::report);
      values.put(key, Optional.of(value));
    }
    Value remove = arguments.map().optional("remove");
    for (Value key : remove.list()) {
      String text = key.textOrEmpty();
      Optional<String> refused = ChassisKeys.refuse(text);
      refused.ifPresent(key::report);
      if (values.put(text, Optional.empty()) != null) {
        key.report("`" + text + "` is in both `set` and `remove`");
      }
    }
    if (values.isEmpty()) {
      set.report("give `set`, a map of keys to values, or `remove`, a list of keys");
      return Optional.empty();
    }
    return Optional.of(new ChassisSettings(NAME, arguments.nodes(), values));
  }

  @Override
  public List<NodeSettings> changes(Cluster cluster) throws ActionException {
    List<NodeSettings> changes = new ArrayList<>();
    for (Node node : read(cluster, nodes)) {
      NodeSettings change = NodeSettings.of(node, values);
      if (!change.isNone()) {
        changes.add(change);
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: it is already set like this on " + String.join(", ", nodes));
    }
    return changes;
  }

  /**
   * The nodes of a step.
   *
   * @throws ActionException if the step names no node, or one whose facts were not read or that has
   *     no Open_vSwitch database
   */
  static List<Node> read(Cluster cluster, List<String> names) throws ActionException {
    List<Node> nodes = StepNodes.read(cluster, names);
    for (Node node : nodes) {
      if (node.externalIds().isEmpty() && node.bridges().isEmpty()) {
        throw new ActionException("node " + node.name() + " has no Open_vSwitch database");
      }
    }
    return nodes;
  }

  private boolean isModelled() {
    return values.keySet().stream().allMatch(ChassisKeys::isModelled);
  }

  /** One key with an unknown effect makes the whole action opaque. */
  @Override
  public Understanding understanding() {
    return isModelled() ? Understanding.UNDERSTOOD : Understanding.OPAQUE;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes settings = SettingsOperation.of(changes(before), before);
    return isModelled()
        ? settings
        : settings
            .with()
            .footprint(settings.footprint().and(Footprint.ofAll(before, nodes)))
            .build();
  }

  @Override
  public String describe() {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(values)
        .forEach(
            (key, value) ->
                lines.add(
                    ShellQuote.words(
                        value
                            .map(
                                text ->
                                    List.of(
                                        "ovs-vsctl",
                                        "set",
                                        "Open_vSwitch",
                                        ".",
                                        "external_ids:" + key + "=" + text))
                            .orElse(
                                List.of(
                                    "ovs-vsctl",
                                    "remove",
                                    "Open_vSwitch",
                                    ".",
                                    "external_ids",
                                    key)))));
    return nodes.stream()
        .flatMap(node -> lines.stream().map(line -> node + ": " + line))
        .collect(Collectors.joining("\n"));
  }
}
