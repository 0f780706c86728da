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
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.plan.ParamType;
import io.safeops.predict.LinkPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An action that sets an uplink of an OVS bridge up, on some nodes. It lasts until the next boot,
 * when the network configuration of the node decides.
 *
 * @param nodes the nodes of the step
 * @param link an interface that is a port of a bridge, or a member of a bond that is one
 */
public record LinkUp(List<String> nodes, String link) implements Action {

  static final String NAME = "ip.link.set-up";

  public LinkUp {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set an uplink of an OVS bridge up, until the next boot",
        Schema.fields(
            Schema.required(
                "interface",
                ParamType.IFNAME.schema(),
                "an interface that is a port of a bridge, or a member of a bond that is one")),
        arguments ->
            arguments
                .required("interface", ParamType.IFNAME)
                .map(link -> new LinkUp(arguments.nodes(), link)));
  }

  @Override
  public String name() {
    return NAME;
  }

  private record Place(Node node, Nic nic, String bridge) {}

  private List<Place> places(Cluster cluster) throws ActionException {
    List<Place> places = new ArrayList<>();
    for (Node node : StepNodes.read(cluster, nodes)) {
      Nic nic =
          node.nics().stream()
              .filter(each -> each.isCalled(link))
              .findFirst()
              .orElseThrow(
                  () ->
                      ActionException.about(
                          "interface",
                          link,
                          "there is no interface " + link + " on " + node.name()));
      String where = link + " of " + node.name();
      String bridge =
          node.bridges().stream()
              .filter(each -> !each.name().equals(node.getIntegrationBridge()))
              .filter(
                  each ->
                      each.getUplinks().contains(nic.name()) || each.getUplinks().contains(link))
              .map(Bridge::name)
              .findFirst()
              .orElseThrow(
                  () ->
                      new ActionException(
                          where
                              + " is no uplink of a bridge: what else would use it is not known"));
      if (nic.isAddressed()) {
        throw new ActionException(
            where
                + " holds an address, which does not work on a port of a bridge: take it out of "
                + bridge
                + " or move the address");
      }
      if (!nic.up()) {
        places.add(new Place(node, nic, bridge));
      }
    }
    if (places.isEmpty()) {
      throw new ActionException(
          "this changes nothing: " + link + " is set up on " + String.join(", ", nodes));
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
      operation.act(node, script(place, "link_act"), script(place, "link_undo"));
      items.add(new BridgeItem(node, place.bridge()));
      // A switch may wait some seconds before it forwards; the link itself is there at once.
      expect.add(
          new FactExpectation(
              node + ": " + place.nic().name() + " is up and has a link",
              new LinkIsUp(node, place.nic().name()),
              Duration.ofSeconds(10)));
    }
    return operation.expect(expect).footprint(Footprint.of(items)).build();
  }

  private static Script script(Place place, String function) {
    return new ShellText()
        .assign("LINK", place.nic().name())
        .include("guarded.sh")
        .include("bridge/link.sh")
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
            // Whether the cable is plugged in cannot be known before; the expectation asks for it.
            after =
                after.withNode(
                    place.node().name(),
                    node -> LinkPrediction.withUp(node, place.nic().name(), true));
          }
          return after;
        });
  }

  @Override
  public String describe() {
    return VswitchRows.described(nodes, List.of("ip", "link", "set", "dev", link, "up"));
  }
}
