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
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes a Neutron network on which nothing is left, and makes it anew with all that was recorded
 * of it: the last rung of incident 003's ladder. Its id and those of its subnets are new
 * afterwards.
 *
 * @param network id or name
 */
public record NetworkRecreate(String network) implements Action {

  static final String NAME = "openstack.network.recreate";

  private static final Duration IN_NEUTRON = Duration.ofSeconds(5);
  private static final Duration IN_OVN = Duration.ofSeconds(20);

  public static ActionForm form() {
    return new ActionForm(
            NAME,
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
              + " has several segments: only a network with one is made anew");
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
                + " is gone from Neutron, and one like it is there",
            new NetworkReplaced(found),
            IN_NEUTRON));
    if (before.switchNamed(found.getSwitchName()).isPresent()) {
      expect.add(
          new FactExpectation(
              "the Northbound has the switch of the new network, and not that of the old one",
              new SwitchReplaced(found),
              IN_OVN));
    }
    return expect;
  }

  /** The same by content; nobody can tell its new ids. */
  @Override
  public Cluster effect(Cluster before) {
    return before;
  }

  @Override
  public String describe() {
    return ShellQuote.words(List.of("openstack", "network", "delete", network))
        + "\nthe same network and its subnets made anew: same content, other ids"
        + "\n  by the run itself, through Neutron's API, once nothing else is on it";
  }
}
