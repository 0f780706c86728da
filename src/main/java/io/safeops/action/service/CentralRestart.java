package io.safeops.action.service;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.ComponentStop;
import io.safeops.action.Expectation;
import io.safeops.action.Feasible;
import io.safeops.action.Operation;
import io.safeops.action.Script;
import io.safeops.action.ShellText;
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
 * An action that restarts the central components, or starts those that are down, in the only right
 * order: the Northbound, the Southbound, northd, each after the one before it serves. northd is
 * stopped without its ExecStop, which on Debian would stop both databases again. Flows and tunnels
 * stay: the chassis keep working with what they know. Members of RAFT clusters are restarted one at
 * a time, so that the others keep the quorum.
 *
 * @param nodes the nodes of the step; none to find the central node
 */
public record CentralRestart(List<String> nodes) implements Action {

  static final String NAME = "ovn.central.restart";

  private static final List<ComponentName> COMPONENTS =
      List.of(ComponentName.NORTHBOUND, ComponentName.SOUTHBOUND, ComponentName.NORTHD);

  public CentralRestart {
    nodes = List.copyOf(nodes);
  }

  public static ActionForm form() {
    return new ActionForm(
            NAME,
            "restart the central components, or start those that are down, in the only right order",
            Schema.fields(),
            arguments -> Optional.of(new CentralRestart(arguments.nodes())))
        .inOrder(RaftMembers::followersFirst);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The central node with its three components in order. */
  private record Central(Node node, List<Component> components, boolean clustered) {
    Component get(ComponentName name) throws ActionException {
      return KnownUnits.one(node, name);
    }
  }

  private Central central(Cluster cluster) throws ActionException {
    boolean clustered = RaftMembers.isClustered(cluster);
    if (clustered && nodes.size() != 1) {
      throw new ActionException(
          "the databases are RAFT clusters, whose members are restarted one at a time: give `nodes`"
              + " and `serial: 1`");
    }
    List<String> found =
        cluster.nodes().stream()
            .filter(node -> COMPONENTS.stream().allMatch(name -> node.component(name).isPresent()))
            .map(Node::name)
            .filter(name -> nodes.isEmpty() || nodes.contains(name))
            .toList();
    if (found.isEmpty()) {
      throw new ActionException(
          "no node of role `central`"
              + (nodes.isEmpty() ? "" : " among " + String.join(", ", nodes))
              + " has northbound, southbound and northd");
    }
    if (found.size() > 1) {
      throw new ActionException(
          "there are several central nodes: " + String.join(", ", found) + "; give one in `nodes`");
    }
    Node node = StepNodes.read(cluster, found.get(0));
    List<Component> components = new ArrayList<>();
    for (ComponentName name : COMPONENTS) {
      components.add(KnownUnits.one(node, name));
    }
    if (components.stream().map(Component::unit).distinct().count() < COMPONENTS.size()) {
      throw new ActionException(
          components.get(2).unit()
              + " of "
              + node.name()
              + " runs northd and the databases together, in its own order: use service.restart");
    }
    return new Central(node, components, clustered);
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    Central central = central(before);
    String node = central.node().name();
    List<Expectation> expect = new ArrayList<>();
    central.components().forEach(each -> expect.add(ServiceExpectations.working(each)));
    expect.add(ServiceExpectations.northdAtWork(before));
    expect.addAll(ServiceExpectations.reconnected(before));
    List<ComponentItem> components = new ArrayList<>(KnownUnits.controllers(before));
    central.components().forEach(each -> components.add(new ComponentItem(node, each.name())));
    return Operation.onNodes()
        .act(
            node,
            act(central, before),
            ServiceScripts.undo(before, central.node(), central.components()))
        .expect(expect)
        .footprint(Footprint.of(components))
        .build();
  }

  private static Script act(Central central, Cluster before) throws ActionException {
    ShellText script = ServiceScripts.begin();
    if (central.clustered()) {
      script.include("keys.sh").include("service/raft.sh");
    }
    restart(script, "nb", central, ComponentName.NORTHBOUND, before);
    restart(script, "sb", central, ComponentName.SOUTHBOUND, before);
    return script
        .command(List.of("restart_northd", central.get(ComponentName.NORTHD).unit()))
        .line("exit 0")
        .script();
  }

  private static void restart(
      ShellText script, String which, Central central, ComponentName name, Cluster before)
      throws ActionException {
    Component component = central.get(name);
    String ports = ServiceScripts.ports(component);
    if (central.clustered()) {
      List<String> others = RaftMembers.others(name, central.node(), before);
      script.command(
          List.of("restart_member", which, component.unit(), ports, String.join(" ", others)));
    } else {
      script
          .command(List.of("refuse_clustered", which))
          .command(List.of("restart_database", which, component.unit(), ports));
    }
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () ->
            ServiceEffect.of(
                before,
                central(before).node(),
                Set.of(),
                COMPONENTS.stream().map(ComponentName::word).collect(Collectors.toSet())));
  }

  @Override
  public List<ComponentStop> stops(Cluster before) {
    return Feasible.or(List.of(), () -> ComponentStop.restarts(central(before).components()));
  }

  @Override
  public String describe() {
    String where = nodes.isEmpty() ? "the central node" : String.join(", ", nodes);
    return where
        + ": systemctl restart of the Northbound, the Southbound and northd, one after the other"
        + "\n each after the one before it answers on its socket and listens; northd without its"
        + " ExecStop, so that the databases keep running; a member of a cluster only while all others"
        + " are connected to their leader, and followers first";
  }
}
