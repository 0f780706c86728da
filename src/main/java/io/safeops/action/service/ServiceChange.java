package io.safeops.action.service;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.ComponentStop;
import io.safeops.action.Expectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.BridgeItem;
import io.safeops.action.footprint.FootprintItem.ChassisItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import io.safeops.predict.ServiceEffect;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An action that starts, stops or restarts units of OVN, OVS or Neutron on some nodes by one {@code
 * systemctl}, with all side effects of these units: on Debian, stopping northd also stops both
 * databases.
 *
 * @param name the key of the step
 * @param nodes the nodes of the step
 * @param component the component whose unit is meant; empty if {@code units} is given
 * @param units the units as they were written; empty if {@code component} is given
 */
public record ServiceChange(
    String name,
    List<String> nodes,
    ServiceVerb verb,
    Optional<ComponentName> component,
    List<String> units)
    implements Action {

  public ServiceChange {
    nodes = List.copyOf(nodes);
    units = List.copyOf(units);
    if (component.isPresent() != units.isEmpty()) {
      throw new IllegalArgumentException("either a component or units");
    }
  }

  public static ActionForm startForm() {
    return form(ServiceVerb.START);
  }

  public static ActionForm stopForm() {
    return form(ServiceVerb.STOP);
  }

  public static ActionForm restartForm() {
    return form(ServiceVerb.RESTART);
  }

  private static ActionForm form(ServiceVerb verb) {
    String name = "service." + verb.word();
    return new ActionForm(
        name,
        verb.word() + " a unit of OVN, OVS or Neutron, with all side effects of the unit",
        Schema.fields(
                Schema.optional(
                    "component",
                    Schema.words(Component.NAMES),
                    "the component whose unit is meant"),
                Schema.optional("unit", KnownUnits.schema(), "the unit"))
            .exactlyOneOf("component", "unit"),
        arguments -> bind(name, verb, arguments));
  }

  private static Optional<Action> bind(String name, ServiceVerb verb, Arguments arguments) {
    var component = arguments.map().optional("component");
    var unit = arguments.map().optional("unit");
    if (component.isPresent() == unit.isPresent()) {
      component.report("give either `component` or `unit`");
      return Optional.empty();
    }
    if (component.isPresent()) {
      return component
          .oneOf(Component.NAMES)
          .map(
              known ->
                  new ServiceChange(
                      name, arguments.nodes(), verb, ComponentName.of(known.value()), List.of()));
    }
    Optional<String> named = ParamType.STRING.read(unit).map(read -> read.value());
    if (named.isPresent() && !KnownUnits.isKnown(named.get())) {
      unit.report(
          "`unit`: safeops does not know what "
              + named.get()
              + " does; it knows "
              + String.join(", ", KnownUnits.names()));
      return Optional.empty();
    }
    return named.map(
        known ->
            new ServiceChange(name, arguments.nodes(), verb, Optional.empty(), List.of(known)));
  }

  /** The change on one node. */
  private record NodeServiceChange(
      Node node, List<Component> addressed, Set<String> stopped, Set<String> up) {

    /** The components that its undo restores. */
    List<Component> touched() {
      Set<String> names = new TreeSet<>(ServiceEffect.stoppedByNorthd(node, stopped));
      addressed.forEach(each -> names.add(each.name()));
      return node.components().stream().filter(each -> names.contains(each.name())).toList();
    }

    /** The requested components that it stops, without others that stop with them. */
    List<ComponentStop> stops() {
      return addressed.stream()
          .filter(each -> stopped.contains(each.name()))
          .map(
              each ->
                  new ComponentStop(
                      each.node(),
                      each.name(),
                      each.unit(),
                      up.contains(each.name()),
                      false,
                      each.isLeavingWhenStopped()))
          .toList();
    }
  }

  private List<NodeServiceChange> parts(Cluster cluster) throws ActionException {
    List<NodeServiceChange> parts = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      List<Component> addressed = addressed(node);
      parts.add(
          new NodeServiceChange(
              node,
              addressed,
              names(addressed.stream().filter(verb::stops).toList()),
              names(addressed.stream().filter(verb::leavesActive).toList())));
    }
    boolean still =
        parts.stream()
            .allMatch(
                nodeServiceChange ->
                    nodeServiceChange.stopped().isEmpty()
                        && nodeServiceChange.addressed().stream()
                            .allMatch(each -> each.isActive() == verb.leavesActive(each)));
    if (still) {
      throw new ActionException(
          "this changes nothing: that is already the state on " + String.join(", ", nodes));
    }
    return parts;
  }

  private List<Component> addressed(Node node) throws ActionException {
    if (component.isPresent()) {
      return KnownUnits.with(node, component.get());
    }
    Map<String, Component> found = new HashMap<>();
    for (String unit : units) {
      KnownUnits.on(node, unit).forEach(each -> found.put(each.name(), each));
    }
    return ServiceScripts.inOrder(List.copyOf(found.values()));
  }

  private static Set<String> names(List<Component> components) {
    return components.stream().map(Component::name).collect(Collectors.toCollection(TreeSet::new));
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (NodeServiceChange nodeServiceChange : parts(before)) {
      Node node = nodeServiceChange.node();
      operation.act(
          node.name(),
          act(nodeServiceChange),
          ServiceScripts.undo(before, node, nodeServiceChange.touched()));
      expect.addAll(expectations(nodeServiceChange, before));
      nodeServiceChange
          .touched()
          .forEach(each -> items.add(new ComponentItem(node.name(), each.name())));
      if (nodeServiceChange.stopped().contains(ComponentName.VSWITCHD.word())) {
        node.bridges().stream()
            .map(Bridge::name)
            .forEach(bridge -> items.add(new BridgeItem(node.name(), bridge)));
      }
      if (isAboutSouthbound(nodeServiceChange)) {
        items.addAll(KnownUnits.controllers(before));
        items.addAll(KnownUnits.active(ComponentName.NORTHD, before));
      }
      if (nodeServiceChange.touched().stream()
          .anyMatch(each -> each.hasName(ComponentName.CONTROLLER))) {
        items.add(new ChassisItem(node.name()));
        portsOf(node, before).forEach(port -> items.add(new PortItem(port)));
      }
    }
    return operation
        .expect(expect.stream().distinct().toList())
        .footprint(Footprint.of(items))
        .build();
  }

  /** The VM ports that the chassis has, or will claim when its ovn-controller starts. */
  private static Set<String> portsOf(Node node, Cluster cluster) {
    Set<String> ports = new TreeSet<>();
    cluster.bindings().stream()
        .filter(binding -> binding.chassis().isPresent() && binding.type().isEmpty())
        .filter(binding -> binding.chassis().equals(node.systemId()))
        .forEach(binding -> ports.add(binding.logicalPort()));
    node.bridges().stream()
        .flatMap(bridge -> bridge.ports().stream())
        .map(port -> port.externalIds().getOrDefault(BridgePort.IFACE_ID, ""))
        .filter(id -> !id.isEmpty())
        .forEach(ports::add);
    return ports;
  }

  private static boolean isAboutSouthbound(NodeServiceChange nodeServiceChange) {
    return nodeServiceChange.touched().stream()
        .anyMatch(each -> each.hasName(ComponentName.SOUTHBOUND));
  }

  private Script act(NodeServiceChange nodeServiceChange) throws ActionException {
    List<String> written = systemdUnits(nodeServiceChange.node());
    ShellText script = ServiceScripts.begin();
    if (!nodeServiceChange.stopped().isEmpty()) {
      List<String> judged = new ArrayList<>(KnownUnits.WITHOUT_EFFECT);
      nodeServiceChange.touched().forEach(each -> judged.add(each.unit()));
      List<String> only = new ArrayList<>(List.of("only_stops", String.join(" ", judged)));
      only.addAll(written);
      script.line(ShellQuote.words(only) + " || exit 1");
    }
    List<String> words = new ArrayList<>(List.of("control", "50", verb.word()));
    words.addAll(written);
    return script.line(ShellQuote.words(words) + " || exit 1").line("exit 0").script();
  }

  private List<String> systemdUnits(Node node) throws ActionException {
    return component.isPresent() ? List.of(KnownUnits.one(node, component.get()).unit()) : units;
  }

  /** The expectations: the requested components are as requested, the others as before. */
  private List<Expectation> expectations(NodeServiceChange nodeServiceChange, Cluster before) {
    List<Expectation> expect = new ArrayList<>();
    for (Component each : nodeServiceChange.touched()) {
      boolean asked = nodeServiceChange.addressed().contains(each);
      boolean active = asked ? nodeServiceChange.up().contains(each.name()) : each.isActive();
      expect.add(active ? ServiceExpectations.working(each) : ServiceExpectations.stopped(each));
      if (each.hasName(ComponentName.NORTHD) && active) {
        expect.add(ServiceExpectations.northdAtWork(before));
      }
      if (each.hasName(ComponentName.SOUTHBOUND) && active) {
        expect.addAll(ServiceExpectations.reconnected(before));
      }
      if (each.hasName(ComponentName.CONTROLLER) && active) {
        ServiceExpectations.registered(before, nodeServiceChange.node()).ifPresent(expect::add);
      }
    }
    return expect;
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (NodeServiceChange nodeServiceChange : parts(before)) {
            Node now = after.node(nodeServiceChange.node().name()).orElse(nodeServiceChange.node());
            after =
                ServiceEffect.of(after, now, nodeServiceChange.stopped(), nodeServiceChange.up());
          }
          return after;
        });
  }

  @Override
  public List<ComponentStop> stops(Cluster before) {
    return Feasible.or(
        List.of(),
        () ->
            parts(before).stream()
                .flatMap(nodeServiceChange -> nodeServiceChange.stops().stream())
                .toList());
  }

  @Override
  public String describe() {
    List<String> words = new ArrayList<>(List.of("systemctl", verb.word()));
    words.addAll(units);
    String line =
        ShellQuote.words(words) + component.map(each -> " (the unit of " + each + ")").orElse("");
    return nodes.stream().map(node -> node + ": " + line).collect(Collectors.joining("\n"));
  }
}
