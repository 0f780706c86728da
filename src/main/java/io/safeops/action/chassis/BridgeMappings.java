package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.document.Located;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.derive.LikelyBridge;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An action that sets on some nodes which bridge leads to which provider network. Other mappings
 * stay. ovn-controller makes no patch port and reports no error for a mapping to a bridge that does
 * not exist (incident 001).
 *
 * @param include bridge by physnet; empty if the bridge is to be found in the facts
 * @param remove the physnets whose mappings are removed
 */
public record BridgeMappings(
    List<String> nodes, Map<String, Optional<String>> include, List<String> remove)
    implements SettingsAction {

  static final String NAME = "ovs.bridge-mappings";

  public BridgeMappings {
    nodes = List.copyOf(nodes);
    include = Map.copyOf(include);
    remove = List.copyOf(remove);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set which bridge leads to which provider network. Other mappings stay",
        Schema.fields(
                Schema.optional("physnet", ParamType.PHYSNET.schema(), "the provider network"),
                Schema.optional(
                    "bridge",
                    ParamType.BRIDGE.schema(),
                    "the bridge that leads to `physnet`; if missing, the one that the facts show"),
                Schema.optional(
                    "include",
                    new Schema.MapOf(ParamType.PHYSNET.schema(), ParamType.BRIDGE.schema()),
                    "several at once: the bridge by provider network"),
                Schema.optional(
                    "remove",
                    Schema.listOf(ParamType.PHYSNET.schema()),
                    "the provider networks whose mappings are removed"))
            .atLeastOneOf("physnet", "include", "remove")
            .needs("bridge", "physnet"),
        BridgeMappings::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Map<String, Optional<String>> include = new TreeMap<>();
    Optional<String> physnet = arguments.optional("physnet", ParamType.PHYSNET);
    Optional<String> bridge = arguments.optional("bridge", ParamType.BRIDGE);
    physnet.ifPresent(name -> include.put(name, bridge));
    Value many = arguments.map().optional("include");
    if (bridge.isPresent() && physnet.isEmpty()) {
      arguments.map().required("physnet");
    }
    for (Value.NamedValue namedValue : many.entries()) {
      ParamType.PHYSNET
          .refuse(namedValue.key().value())
          .ifPresent(why -> namedValue.value().report("`include`: " + why));
      include.put(
          namedValue.key().value(), ParamType.BRIDGE.read(namedValue.value()).map(Located::value));
    }
    List<String> remove = new ArrayList<>();
    Value removed = arguments.map().optional("remove");
    for (Value name : removed.list()) {
      ParamType.PHYSNET.read(name).ifPresent(read -> remove.add(read.value()));
    }
    if (include.isEmpty() && remove.isEmpty()) {
      many.report(
          "give at least one of `physnet`, `include` (a map of physnets to bridges) and"
              + " `remove` (a list of physnets)");
      return Optional.empty();
    }
    return Optional.of(new BridgeMappings(arguments.nodes(), include, remove));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<NodeSettings> changes(Cluster cluster) throws ActionException {
    List<NodeSettings> changes = new ArrayList<>();
    for (Node node : ChassisSettings.read(cluster, nodes)) {
      Map<String, String> mappings = new TreeMap<>();
      for (BridgeMapping mapping : node.mappings()) {
        mappings.put(mapping.physnet(), mapping.bridge());
      }
      for (Map.Entry<String, Optional<String>> entry : new TreeMap<>(include).entrySet()) {
        mappings.put(entry.getKey(), bridge(cluster, node, entry.getKey(), entry.getValue()));
      }
      remove.forEach(mappings::remove);
      String text =
          mappings.entrySet().stream()
              .map(entry -> entry.getKey() + ":" + entry.getValue())
              .collect(Collectors.joining(","));
      // The order of the mappings has no meaning.
      boolean same =
          BridgeMapping.entries(node.setting(ChassisKeys.MAPPINGS).orElse("")).equals(mappings);
      NodeSettings change =
          NodeSettings.of(
              node,
              same
                  ? Map.of()
                  : Map.of(
                      node.settingKey(ChassisKeys.MAPPINGS),
                      text.isEmpty() ? Optional.empty() : Optional.of(text)));
      if (!change.isNone()) {
        changes.add(change);
      }
    }
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: these mappings are already set on " + String.join(", ", nodes));
    }
    return changes;
  }

  private static String bridge(Cluster cluster, Node node, String physnet, Optional<String> given)
      throws ActionException {
    Optional<String> found = given.or(() -> LikelyBridge.of(cluster, node, physnet));
    List<String> there =
        node.bridges().stream()
            .map(each -> each.name())
            .filter(name -> !name.equals(node.getIntegrationBridge()))
            .toList();
    String named = there.isEmpty() ? "none" : String.join(", ", there);
    if (found.isEmpty()) {
      throw new ActionException(
          "give `bridge`: the facts do not show which bridge of "
              + node.name()
              + " leads to "
              + physnet
              + "; there are: "
              + named);
    }
    if (!there.contains(found.get())) {
      throw ActionException.about(
          "bridge",
          found.get(),
          "there is no bridge "
              + found.get()
              + " on "
              + node.name()
              + " that "
              + physnet
              + " could be mapped to; there are: "
              + named);
    }
    return found.get();
  }

  @Override
  public String describe() {
    List<String> words = new ArrayList<>();
    new TreeMap<>(include)
        .forEach(
            (physnet, bridge) ->
                words.add(physnet + " to " + bridge.orElse("the bridge that the facts show")));
    remove.forEach(physnet -> words.add(physnet + " to nothing"));
    return nodes.stream()
        .map(
            node ->
                node
                    + ": "
                    + ChassisKeys.MAPPINGS
                    + " maps "
                    + String.join(", ", words)
                    + ", and the others as before")
        .collect(Collectors.joining("\n"));
  }
}
