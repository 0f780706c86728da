package io.safeops.action.service;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.StepNodes;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem;
import io.safeops.action.footprint.FootprintItem.ComponentItem;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.predict.ServiceEffect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An action that lets a component run again whose process was stopped by a signal (SIGSTOP,
 * signal(7)). Nothing is restarted: it goes on with what it has. The undo stops it again by the
 * same signal, because somebody may have stopped it on purpose, for example in a storm.
 *
 * @param nodes the nodes of the step
 */
public record ComponentContinue(List<String> nodes, ComponentName component) implements Action {

  static final String NAME = "service.continue";

  /** ovn-controller connects again after at most 8 s, and a database may have much to read. */
  private static final Duration SETTLE = Duration.ofSeconds(20);

  public ComponentContinue {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "let a component run again whose process was stopped by a signal",
        Schema.fields(Schema.required("component", Schema.words(Component.NAMES), "the component")),
        ComponentContinue::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    return arguments
        .map()
        .required("component")
        .oneOf(Component.NAMES)
        .flatMap(known -> ComponentName.of(known.value()))
        .map(known -> new ComponentContinue(arguments.nodes(), known));
  }

  @Override
  public String name() {
    return NAME;
  }

  private record Place(Node node, Component component) {}

  private List<Place> places(Cluster cluster) throws ActionException {
    List<Place> places = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      Component found = KnownUnits.one(node, component);
      if (!found.isActive()) {
        throw new ActionException(
            found.unit() + " of " + node.name() + " is " + found.state() + ": start it");
      }
      if (found.process().equals(Component.STOPPED)) {
        places.add(new Place(node, found));
      } else if (found.process().isEmpty()) {
        throw new ActionException(
            "the state of the process of " + found.unit() + " of " + node.name() + " was not read");
      }
    }
    if (places.isEmpty()) {
      throw new ActionException(
          "this changes nothing: no process of "
              + component.word()
              + " is stopped by a signal on "
              + String.join(", ", nodes));
    }
    return places;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    OnNodes.Builder operation = Operation.onNodes();
    List<Expectation> expect = new ArrayList<>();
    List<FootprintItem> items = new ArrayList<>();
    for (Place place : places(before)) {
      String node = place.node().name();
      operation.act(node, script(place, "continue_act"), script(place, "continue_undo"));
      items.add(new ComponentItem(node, component.word()));
      expect.add(
          new FactExpectation(
              node + ": " + component.word() + " runs and answers",
              new ComponentAnswers(node, component),
              SETTLE));
      expect.add(ServiceExpectations.working(place.component()));
    }
    return operation.expect(expect).footprint(Footprint.of(items)).build();
  }

  private static Script script(Place place, String function) {
    return ServiceScripts.begin()
        .assign("CONTINUE_UNIT", place.component().unit())
        .include("service/continue.sh")
        .line(function)
        .script();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          Cluster after = before;
          for (Place place : places(before)) {
            Node now = after.node(place.node().name()).orElse(place.node());
            after = ServiceEffect.resumed(after, now, Set.of(component.word()));
          }
          return after;
        });
  }

  @Override
  public String describe() {
    return nodes.stream()
        .map(node -> node + ": systemctl kill --signal=SIGCONT the unit of " + component.word())
        .collect(Collectors.joining("\n"));
  }
}
