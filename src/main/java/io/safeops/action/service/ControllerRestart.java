package io.safeops.action.service;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.ComponentStop;
import io.safeops.action.Expectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.predict.ServiceEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An action that restarts ovn-controller on some nodes, or starts it if it is down. It stops
 * ovn-controller with {@code exit --restart}: chassis, tunnels and flows stay. With the unit's
 * ExecStop they would not.
 *
 * @param nodes the nodes of the step
 */
public record ControllerRestart(List<String> nodes) implements Action {

  static final String NAME = "ovn.controller.restart";

  private static final ComponentName CONTROLLER = ComponentName.CONTROLLER;

  public ControllerRestart {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "restart ovn-controller, or start it if it is down; chassis, tunnels and flows stay",
        Schema.fields(),
        arguments -> Optional.of(new ControllerRestart(arguments.nodes())));
  }

  @Override
  public String name() {
    return NAME;
  }

  private record Place(Node node, Component controller) {}

  private List<Place> places(Cluster cluster) throws ActionException {
    List<Place> places = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      places.add(new Place(node, KnownUnits.one(node, CONTROLLER)));
    }
    return places;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<ComponentItem> components = new ArrayList<>();
    for (Place place : places(before)) {
      String node = place.node().name();
      operation.act(
          node,
          ServiceScripts.begin()
              .command(List.of("restart_controller", place.controller().unit()))
              .line("exit 0")
              .script(),
          ServiceScripts.undo(before, place.node(), List.of(place.controller())));
      expect.add(ServiceExpectations.working(place.controller()));
      ServiceExpectations.registered(before, place.node()).ifPresent(expect::add);
      components.add(new ComponentItem(node, CONTROLLER.word()));
    }
    return operation.expect(expect).footprint(Footprint.of(components)).build();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (Place place : places(before)) {
            after = ServiceEffect.of(after, place.node(), Set.of(), Set.of(CONTROLLER.word()));
          }
          return after;
        });
  }

  @Override
  public List<ComponentStop> stops(Cluster before) {
    return Feasible.or(
        List.of(),
        () -> ComponentStop.restarts(places(before).stream().map(Place::controller).toList()));
  }

  @Override
  public String describe() {
    return nodes.stream()
        .map(
            node ->
                node
                    + ": ovn-appctl -t ovn-controller exit --restart; systemctl start"
                    + " ovn-controller.service")
        .collect(Collectors.joining("\n"));
  }
}
