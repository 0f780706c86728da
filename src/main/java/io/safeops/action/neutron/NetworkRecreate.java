package io.safeops.action.neutron;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Operation;
import io.safeops.action.ThroughApi;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.NetworkItem;
import io.safeops.action.footprint.NeutronContent;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An action that deletes an empty Neutron network and makes it again from its record: the last
 * resort in incident 003. The network and its subnets have new ids afterwards.
 *
 * @param network the id or name of the network
 */
public record NetworkRecreate(String network) implements Action {

  static final String NAME = "openstack.network.recreate";

  private static final Duration IN_NEUTRON = Duration.ofSeconds(5);
  private static final Duration IN_OVN = Duration.ofSeconds(20);

  public static ActionForm form() {
    return new ActionForm(
            NAME,
            "delete an empty Neutron network and make it again from its record",
            Schema.fields(
                Schema.required(
                    "network", ParamType.STRING.schema(), "the id or name of the network")),
            arguments -> arguments.required("network", ParamType.STRING).map(NetworkRecreate::new))
        .undoneBy(NetworkUndo::read);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    NeutronNetwork found = NeutronLookup.network(before, network);
    if (found.segments().size() > 1) {
      throw new ActionException(
          "network "
              + NeutronContent.words(found)
              + " has several segments: safeops recreates only a network with one");
    }
    return new ThroughApi(
        NeutronLookup.node(before),
        new NetworkRecreateChange(found.id(), found.name()),
        expectations(found, before),
        Footprint.of(new NetworkItem(found.id())));
  }

  private static List<Expectation> expectations(NeutronNetwork found, Cluster before) {
    List<Expectation> expect = new ArrayList<>();
    expect.add(
        new FactExpectation(
            "network "
                + NeutronContent.words(found)
                + " is gone from Neutron, and a new one like it exists",
            new NetworkReplaced(found),
            IN_NEUTRON));
    if (before.switchNamed(found.getSwitchName()).isPresent()) {
      expect.add(
          new FactExpectation(
              "the Northbound has the switch of the new network, and not the switch of the old one",
              new SwitchReplaced(found),
              IN_OVN));
    }
    return expect;
  }

  /** No change: the content stays the same, and the new ids are not known in advance. */
  @Override
  public Cluster effect(Cluster before) {
    return before;
  }

  @Override
  public String describe() {
    return ShellQuote.words(List.of("openstack", "network", "delete", network))
        + "\nthe same network and its subnets made again: same content, other ids"
        + "\n by the run itself, through Neutron's API, only if nothing else is on it";
  }
}
