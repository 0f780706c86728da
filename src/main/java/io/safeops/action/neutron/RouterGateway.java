package io.safeops.action.neutron;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.ThroughApi;
import io.safeops.action.footprint.Footprint;
import io.safeops.action.footprint.FootprintItem.RouterItem;
import io.safeops.action.footprint.NeutronContent;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.neutron.NeutronAddress;
import io.safeops.facts.neutron.NeutronGateway;
import io.safeops.facts.neutron.NeutronNetwork;
import io.safeops.facts.neutron.NeutronRouter;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An action that unsets the gateway of a Neutron router and sets it again, so that Neutron makes
 * its port again and OVN its logical router port (the note of incident 002 does this by hand). The
 * new port has another MAC; the address stays unless another one is given.
 *
 * @param name the key of the step
 * @param router the id or name of the router
 * @param network the id or name of the external network; the present network unless given
 * @param address the address of the router there. Unless given: the present addresses if the
 *     network stays, else Neutron's choice
 */
public record RouterGateway(
    String name, String router, Optional<String> network, Optional<String> address)
    implements Action {

  static final String NAME = "openstack.router.gateway";

  private static final Duration IN_NEUTRON = Duration.ofSeconds(5);

  /** northd and ovn-controller apply it within two seconds; a busy cluster may take longer. */
  private static final Duration IN_OVN = Duration.ofSeconds(20);

  public static ActionForm form() {
    return new ActionForm(
            NAME,
            "unset the gateway of a Neutron router and set it again",
            Schema.fields(
                Schema.required(
                    "router", ParamType.STRING.schema(), "the id or name of the router"),
                Schema.optional(
                    "network",
                    ParamType.STRING.schema(),
                    "the id or name of the external network; the present network if missing"),
                Schema.optional(
                    "fixed-ip",
                    ParamType.IP.schema(),
                    "the address of the router there. If missing: the present addresses if the network stays, else Neutron's choice")),
            arguments -> {
              Optional<String> network = arguments.optional("network", ParamType.STRING);
              Optional<String> address = arguments.optional("fixed-ip", ParamType.IP);
              return arguments
                  .required("router", ParamType.STRING)
                  .map(router -> new RouterGateway(NAME, router, network, address));
            })
        .undoneBy(RouterGatewayUndo::read);
  }

  private RouterGatewayChange change(Cluster cluster) throws ActionException {
    Neutron neutron = NeutronLookup.asked(cluster);
    NeutronRouter found = NeutronLookup.router(cluster, router);
    if (network.isEmpty() && found.gateway().isEmpty()) {
      throw new ActionException(
          "router " + NeutronContent.words(found) + " has no gateway: give its `network`");
    }
    NeutronNetwork target =
        NeutronLookup.network(
            cluster, network.orElseGet(() -> found.gateway().orElseThrow().networkId()));
    if (!target.external()) {
      throw new ActionException(
          "network "
              + NeutronContent.words(target)
              + " is not external; there are: "
              + neutron.networks().stream()
                  .filter(NeutronNetwork::external)
                  .map(NeutronNetwork::name)
                  .collect(Collectors.joining(", ")));
    }
    Optional<NeutronGateway> kept =
        found.gateway().filter(gateway -> gateway.networkId().equals(target.id()));
    List<NeutronAddress> addresses = new ArrayList<>();
    address.ifPresent(ip -> addresses.add(new NeutronAddress("", ip)));
    kept.map(NeutronGateway::addresses).stream()
        .flatMap(List::stream)
        .filter(each -> address.isEmpty() || isSix(each.ip()) != isSix(address.get()))
        .forEach(addresses::add);
    return new RouterGatewayChange(
        found,
        new NeutronGateway(
            target.id(),
            addresses,
            found.gateway().map(NeutronGateway::snat).orElse(true),
            found.gateway().flatMap(NeutronGateway::qosPolicy)));
  }

  private static boolean isSix(String ip) {
    return ip.indexOf(':') >= 0;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    RouterGatewayChange change = change(before);
    String id = change.before().id();
    return new ThroughApi(
        NeutronLookup.node(before),
        change,
        Stream.of(inNeutron(change, before), inOvn(change, before), carried(change, before))
            .flatMap(Optional::stream)
            .toList(),
        Footprint.of(new RouterItem(id)));
  }

  private static Optional<Expectation> inNeutron(RouterGatewayChange change, Cluster before) {
    List<String> ips = change.wanted().getIps();
    return Optional.of(
        new FactExpectation(
            "router "
                + NeutronContent.words(change.before())
                + " has its gateway on "
                + NeutronContent.network(before, change.wanted().networkId())
                + (ips.isEmpty() ? "" : " as " + ips),
            new RouterHasGateway(change.before().id(), change.wanted()),
            IN_NEUTRON));
  }

  private static GatewayPort port(RouterGatewayChange change) {
    return new GatewayPort(change.before().id(), change.wanted());
  }

  private static Optional<Expectation> inOvn(RouterGatewayChange change, Cluster before) {
    return before
        .switchNamed("neutron-" + change.wanted().networkId())
        .map(
            each ->
                new FactExpectation(
                    "the Northbound has the gateway's port on switch " + each.name(),
                    port(change),
                    IN_OVN));
  }

  /**
   * The expectation that a chassis carries the gateway, only if one carries it now: not every cloud
   * has a gateway chassis.
   */
  private static Optional<Expectation> carried(RouterGatewayChange change, Cluster before) {
    String id = change.before().id();
    boolean isNow =
        before.bindings().stream()
            .filter(binding -> isOf(binding, id))
            .anyMatch(binding -> binding.chassis().isPresent());
    return isNow
        ? Optional.of(
            new FactExpectation(
                "a chassis carries the gateway of router " + NeutronContent.words(change.before()),
                new GatewayCarried(port(change)),
                IN_OVN))
        : Optional.empty();
  }

  private static boolean isOf(PortBinding binding, String router) {
    return binding.type().equals(PortBinding.CHASSIS_REDIRECT)
        && binding.externalIds().getOrDefault("neutron:router_name", "").equals(router);
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          RouterGatewayChange change = change(before);
          return before.withNeutron(
              before
                  .neutron()
                  .map(
                      neutron -> neutron.withRouter(change.before().withGateway(change.wanted()))));
        });
  }

  @Override
  public String describe() {
    List<String> set = new ArrayList<>(List.of("openstack", "router", "set"));
    set.addAll(List.of("--external-gateway", network.orElse("NETWORK")));
    address.ifPresent(ip -> set.addAll(List.of("--fixed-ip", "ip-address=" + ip)));
    set.add(router);
    return ShellQuote.words(List.of("openstack", "router", "unset", "--external-gateway", router))
        + "\n"
        + ShellQuote.words(set)
        + "\n  by the run itself, through Neutron's API"
        + (network.isEmpty() ? "; on the network that it has now" : "")
        + (address.isEmpty() ? "; with the address that it has, if the network stays" : "");
  }
}
