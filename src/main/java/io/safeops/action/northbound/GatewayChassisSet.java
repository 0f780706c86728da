package io.safeops.action.northbound;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.footprint.FootprintItem.PortItem;
import io.safeops.action.footprint.FootprintItem.RowItem;
import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.RowChange;
import io.safeops.document.Schema;
import io.safeops.document.Value;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.plan.ParamType;
import io.safeops.predict.GatewayPrediction;
import io.safeops.transport.ShellQuote;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An action that sets which chassis may be the gateway of a router port, and their order. The port
 * has exactly these afterwards.
 *
 * @param port the router port, by name or UUID
 * @param choices at least one
 */
public record GatewayChassisSet(String port, List<Choice> choices) implements RowAction {

  static final String NAME = "ovn.lrp.set-gateway-chassis";

  /**
   * The distance between the priorities of a list that gives none: it leaves room for another
   * chassis between two.
   */
  private static final long STEP = 10;

  /** ovn-northd and two ovn-controllers apply it one after the other; a busy cloud takes longer. */
  private static final Duration FOLLOWED = Duration.ofSeconds(20);

  /**
   * A chassis that may be the gateway.
   *
   * @param chassis its name in the Southbound, its host name, or the name of its node in the
   *     inventory
   * @param priority the highest is the first choice
   */
  public record Choice(String chassis, long priority) {}

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "set which chassis may be the gateway of a router port, and their order. The port has exactly these afterwards",
        Schema.fields(
            Schema.required(
                "port", ParamType.OVN_PORT.schema(), "the router port, by name or UUID"),
            Schema.required(
                "chassis",
                Schema.someOf(
                    Schema.anyOf(
                        ParamType.NODE.schema(),
                        Schema.fields(
                            Schema.required(
                                "name", ParamType.NODE.schema(), "the node or its chassis"),
                            Schema.required(
                                "priority",
                                new Schema.WholeNumber(0, GatewayChassis.MOST),
                                "the highest one that works is the gateway")))),
                "the chassis, the first choice first; or each with its priority")),
        GatewayChassisSet::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    Optional<String> port = arguments.required("port", ParamType.OVN_PORT);
    Value list = arguments.map().required("chassis");
    List<Value> items = list.isPresent() ? list.list() : List.of();
    List<Choice> choices = new ArrayList<>();
    long next = STEP * items.size();
    for (Value item : items) {
      if (item.isMap()) {
        Arguments one = new Arguments(item.map(), List.of());
        Optional<String> name = one.required("name", ParamType.NODE);
        Value given = one.map().required("priority");
        one.map().finish();
        if (given.isPresent() && name.isPresent()) {
          given
              .integer(0, GatewayChassis.MOST)
              .ifPresent(number -> choices.add(new Choice(name.get(), number.value())));
        }
      } else {
        long priority = next;
        ParamType.NODE
            .read(item)
            .ifPresent(name -> choices.add(new Choice(name.value(), priority)));
      }
      next -= STEP;
    }
    boolean mixed = items.stream().anyMatch(Value::isMap) && !items.stream().allMatch(Value::isMap);
    if (mixed) {
      list.report(
          "`chassis`: give a priority to each of them, or to none: then the first one is the first choice");
    }
    if (list.isList() && items.isEmpty()) {
      list.report("`chassis`: name at least one");
    }
    return port.isPresent() && choices.size() == items.size()
        ? Optional.of(new GatewayChassisSet(port.get(), choices))
        : Optional.empty();
  }

  public GatewayChassisSet {
    choices = List.copyOf(choices);
  }

  @Override
  public String name() {
    return NAME;
  }

  private RouterPort port(Cluster cluster) throws ActionException {
    NorthboundAccess.of(cluster);
    if (cluster.logicalRouters().isEmpty()) {
      throw new ActionException(
          "the routers of the Northbound were not read"
              + cluster
                  .northbound()
                  .flatMap(status -> status.unread(DatabaseStatus.ROUTERS))
                  .map(why -> ": " + why)
                  .orElse(""));
    }
    return cluster.getRouterPorts().stream()
        .filter(each -> each.name().equals(port) || each.uuid().equals(port))
        .findFirst()
        .orElseThrow(
            () ->
                ActionException.about(
                    "router-port",
                    port,
                    "there is no router port "
                        + port
                        + "; there are: "
                        + some(cluster.getRouterPorts().stream().map(RouterPort::name))));
  }

  private static String some(Stream<String> names) {
    String some = names.sorted().limit(20).collect(Collectors.joining(", "));
    return some.isEmpty() ? "none" : some;
  }

  private static void requireOwn(RouterPort port, Cluster cluster) throws ActionException {
    LogicalRouter router =
        cluster.logicalRouters().orElse(List.of()).stream()
            .filter(each -> each.ports().contains(port))
            .findFirst()
            .orElseThrow();
    if (router.isNeutron()
        || port.externalIds().keySet().stream().anyMatch(key -> key.startsWith("neutron:"))) {
      String alias = router.externalIds().getOrDefault("neutron:router_name", "");
      throw new ActionException(
          "Neutron owns router "
              + router.name()
              + (alias.isEmpty() ? "" : " (" + alias + ")")
              + " and schedules its gateway: it would overwrite this. It chooses among the chassis"
              + " with enable-chassis-as-gw in ovn-cms-options");
    }
    if (port.chassisGroup().isPresent()) {
      throw new ActionException(
          "router port "
              + port.name()
              + " has the HA chassis group "
              + port.chassisGroup().get()
              + ": OVN then ignores gateway chassis");
    }
    if (!router.getChassis().isEmpty()) {
      throw new ActionException(
          "router "
              + router.name()
              + " is a gateway router, which is bound to chassis "
              + router.getChassis()
              + ": its ports have no gateway chassis");
    }
  }

  /** The priorities, by the names of the chassis in the Southbound. */
  private Map<String, Long> wanted(RouterPort of, Cluster cluster) throws ActionException {
    Map<String, Long> wanted = new TreeMap<>();
    boolean alive = false;
    for (Choice choice : choices) {
      Chassis chassis = chassis(choice.chassis(), cluster);
      requireMapped(chassis, of, cluster);
      if (wanted.put(chassis.name(), choice.priority()) != null) {
        throw new ActionException("chassis " + choice.chassis() + " is named twice");
      }
      alive |= GatewayPrediction.isAlive(cluster, chassis);
    }
    if (!alive) {
      throw new ActionException(
          "none of these chassis has a connected ovn-controller: router port "
              + of.name()
              + " would have no gateway");
    }
    return wanted;
  }

  private static Chassis chassis(String name, Cluster cluster) throws ActionException {
    if (cluster.southbound().filter(each -> each.isReadable()).isEmpty()) {
      throw new ActionException("the Southbound was not read: the chassis are not known");
    }
    List<Chassis> found = cluster.chassisNamed(name).stream().toList();
    if (found.isEmpty()) {
      found =
          cluster.chassis().stream()
              .filter(each -> each.hostname().equals(name) || each.node().equals(Optional.of(name)))
              .toList();
    }
    if (found.size() != 1) {
      throw ActionException.about(
          "chassis",
          name,
          (found.isEmpty() ? "there is no chassis " : "there are several chassis ")
              + name
              + " in the Southbound; there are: "
              + some(
                  cluster.chassis().stream()
                      .map(each -> each.name() + " (" + each.hostname() + ")")));
    }
    return found.get(0);
  }

  /** Refuses a chassis without the provider network: a gateway there sends nothing out. */
  private static void requireMapped(Chassis chassis, RouterPort port, Cluster cluster)
      throws ActionException {
    TreeSet<String> physnets = new TreeSet<>();
    GatewayPrediction.switches(cluster, port).forEach(each -> physnets.addAll(each.getPhysnets()));
    physnets.removeAll(chassis.mappings().keySet());
    if (!physnets.isEmpty()) {
      throw new ActionException(
          "chassis "
              + chassis.name()
              + " ("
              + chassis.hostname()
              + ") maps no bridge to "
              + String.join(", ", physnets)
              + ", the provider network behind router port "
              + port.name()
              + ": it cannot be its gateway");
    }
  }

  @Override
  public List<RowChange<GatewayChassis>> changes(Cluster before) throws ActionException {
    RouterPort target = port(before);
    requireOwn(target, before);
    Map<String, Long> wanted = wanted(target, before);
    List<RowChange<GatewayChassis>> old = new ArrayList<>();
    for (GatewayChassis row : target.gatewayChassis()) {
      Long priority = wanted.remove(row.chassisName());
      if (priority == null) {
        old.add(RowChange.delete(NorthboundTables.GATEWAY_CHASSIS, row));
      } else if (priority != row.priority()) {
        old.add(
            RowChange.update(NorthboundTables.GATEWAY_CHASSIS, row, row.withPriority(priority)));
      }
    }
    List<RowChange<GatewayChassis>> changes = new ArrayList<>();
    wanted.forEach(
        (chassis, priority) ->
            changes.add(
                RowChange.insert(
                    NorthboundTables.GATEWAY_CHASSIS,
                    GatewayChassis.of(target.name(), chassis, priority))));
    // The undo goes backwards, in a transaction for each row: the port always has a gateway.
    changes.addAll(old);
    if (changes.isEmpty()) {
      throw new ActionException(
          "this changes nothing: router port "
              + target.name()
              + " already has exactly these gateway chassis");
    }
    return changes;
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    RouterPort target = port(before);
    List<RowChange<GatewayChassis>> changes = changes(before);
    OnNodes rows =
        RowOperation.of(
            changes,
            List.of(
                NorthboundTables.gatewaysOf(target)
                    .waitForHeld(
                        target.gatewayChassis().stream().map(GatewayChassis::uuid).toList())),
            before);
    List<Expectation> expect = new ArrayList<>(rows.expect());
    expect.add(bound(target, RowAction.super.effect(before)));
    return rows.with()
        .expect(expect)
        .footprint(
            rows.footprint()
                .and(
                    new PortItem(target.getRedirectPort()),
                    new RowItem(NorthboundTables.LOGICAL_ROUTER_PORT.key(target))))
        .build();
  }

  private static Expectation bound(RouterPort target, Cluster after) throws ActionException {
    RouterPort changed =
        after.getRouterPorts().stream()
            .filter(each -> each.name().equals(target.name()))
            .findFirst()
            .orElseThrow();
    Chassis active =
        GatewayPrediction.active(after, changed)
            .orElseThrow(() -> new ActionException("no gateway chassis is alive"));
    String port = target.getRedirectPort();
    return new FactExpectation(
        "port " + port + " is bound on " + active.node().orElse(active.hostname()),
        new PortBoundOn(port, active.name()),
        FOLLOWED);
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> GatewayPrediction.settle(RowAction.super.effect(before), port(before).name()));
  }

  @Override
  public String describe() {
    return choices.stream()
            .map(
                choice ->
                    ShellQuote.words(
                        List.of(
                            "ovn-nbctl",
                            "lrp-set-gateway-chassis",
                            port,
                            choice.chassis(),
                            String.valueOf(choice.priority()))))
            .collect(Collectors.joining("\n"))
        + "\n in one transaction, which removes all other gateway chassis from the port";
  }
}
