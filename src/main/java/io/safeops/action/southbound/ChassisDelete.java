package io.safeops.action.southbound;

import io.safeops.action.Action;
import io.safeops.action.ActionException;
import io.safeops.action.ActionForm;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Feasible;
import io.safeops.action.OnNodes;
import io.safeops.action.Operation;
import io.safeops.action.northbound.RowOperation;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.SouthboundTables;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.plan.ParamType;
import io.safeops.predict.ChassisTunnels;
import io.safeops.transport.ShellQuote;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An action that deletes the row of a chassis that nobody is behind any more, with its tunnel ends
 * and its row of Chassis_Private: a node that was taken away without a graceful stop of
 * ovn-controller, or an old system-id of a node. As long as it is there, all others keep tunnels to
 * it, and {@code --wait=hv} waits for it.
 *
 * <p>The transaction fails if the chassis has applied anything since it was read. If it comes to
 * life later, its ovn-controller makes the row again by itself.
 *
 * @param chassis its name, which is its system-id
 */
public record ChassisDelete(String chassis) implements Action {

  static final String NAME = "ovn.chassis.delete";

  /**
   * So long a chassis must be behind what others have applied. Large clusters need some seconds for
   * a configuration.
   */
  private static final Duration BEHIND = Duration.ofSeconds(30);

  /** ovn-controller deletes a tunnel within a second, and later while it is busy. */
  private static final Duration FOLLOWED = Duration.ofSeconds(20);

  public static ActionForm form() {
    return new ActionForm(
        NAME,
        "delete the row of a chassis that nobody is behind any more",
        Schema.fields(
            Schema.required(
                "chassis", ParamType.OVN_PORT.schema(), "its name, which is its system-id")),
        arguments -> arguments.required("chassis", ParamType.OVN_PORT).map(ChassisDelete::new));
  }

  @Override
  public String name() {
    return NAME;
  }

  private Chassis found(Cluster cluster) throws ActionException {
    if (cluster.southbound().filter(DatabaseStatus::isReadable).isEmpty()) {
      throw new ActionException("the Southbound was not read: the chassis are not known");
    }
    Chassis found =
        cluster
            .chassisNamed(chassis)
            .orElseThrow(
                () ->
                    ActionException.about(
                        "chassis",
                        chassis,
                        "there is no chassis "
                            + chassis
                            + " in the Southbound; give its name, which is its system-id"));
    requireNoNode(found, cluster);
    if (found
        .otherConfig()
        .map(each -> each.getOrDefault("is-remote", ""))
        .orElse("")
        .equals("true")) {
      throw new ActionException(
          "chassis " + label(found) + " is of another availability zone: ovn-ic makes it");
    }
    requireUnbound(found, cluster);
    requireBehind(found, cluster);
    return found;
  }

  private static String label(Chassis chassis) {
    return chassis.hostname().isEmpty()
        ? chassis.name()
        : chassis.name() + " (" + chassis.hostname() + ")";
  }

  /** Refuses the chassis of a node, unless the node is now another chassis. */
  private static void requireNoNode(Chassis found, Cluster cluster) throws ActionException {
    for (Node node : cluster.nodes()) {
      boolean own =
          node.systemId().map(found.name()::equals).orElse(false)
              || (found.node().equals(Optional.of(node.name()))
                  && (!node.isRead() || node.systemId().isEmpty()));
      if (own) {
        throw new ActionException(
            "chassis "
                + label(found)
                + " belongs to node "
                + node.name()
                + " of the inventory"
                + (node.isRead()
                    ? ": stop ovn-controller there, and it takes its chassis away itself"
                    : ", which was not read: nobody can tell whether it lives"));
      }
    }
  }

  private static void requireUnbound(Chassis found, Cluster cluster) throws ActionException {
    List<String> bound =
        cluster.bindings().stream()
            .filter(
                binding ->
                    binding.chassis().equals(Optional.of(found.name()))
                        || binding
                            .additionalChassis()
                            .map(more -> more.contains(found.name()))
                            .orElse(false))
            .map(PortBinding::logicalPort)
            .sorted()
            .toList();
    if (!bound.isEmpty()) {
      throw new ActionException(
          "chassis "
              + label(found)
              + " holds "
              + bound.size()
              + " ports, which the undo could not give back to it ("
              + String.join(", ", bound.subList(0, Math.min(5, bound.size())))
              + (bound.size() > 5 ? ", ..." : "")
              + "): move them first");
    }
  }

  /** Requires that others have applied what this one has not, for some time. */
  private static void requireBehind(Chassis found, Cluster cluster) throws ActionException {
    Optional<DatabaseStatus> northbound = cluster.northbound().filter(DatabaseStatus::isReadable);
    long wanted = northbound.map(DatabaseStatus::nbCfg).orElse(0L);
    boolean othersFollow =
        cluster.chassis().stream()
            .anyMatch(each -> !each.name().equals(found.name()) && each.nbCfg() >= wanted);
    boolean isBehind =
        northbound.isPresent()
            && found.nbCfg() < wanted
            && northbound.get().timestamp().map(since -> isLongAgo(since, cluster)).orElse(false)
            && othersFollow;
    if (!isBehind) {
      throw new ActionException(
          "it is not certain that nobody is behind chassis "
              + label(found)
              + ": it has applied configuration "
              + found.nbCfg()
              + ", and the Northbound asks for "
              + wanted
              + ". Type `ovn-nbctl --wait=sb sync` on a central node, wait "
              + BEHIND.toSeconds()
              + " s and try again: a live chassis follows");
    }
  }

  private static boolean isLongAgo(long since, Cluster cluster) {
    try {
      return since > 0
          && Instant.parse(cluster.collectedAt()).toEpochMilli() - since > BEHIND.toMillis();
    } catch (DateTimeException noTime) {
      return false;
    }
  }

  private List<RowChange<Chassis>> changes(Cluster before) throws ActionException {
    Chassis row = found(before);
    return List.of(
        RowChange.delete(SouthboundTables.chassis(before), row),
        RowChange.delete(SouthboundTables.chassisPrivate(before), row));
  }

  @Override
  public Operation operation(Cluster before) throws ActionException {
    Chassis row = found(before);
    OnNodes deletion = RowOperation.southbound(changes(before), before);
    List<Expectation> expect = new ArrayList<>(deletion.expect());
    expect.add(
        new FactExpectation(
            "no node has a tunnel to " + label(row), new NoTunnelTo(row), FOLLOWED));
    return deletion.with().expect(expect).build();
  }

  @Override
  public Cluster effect(Cluster before) {
    return Feasible.or(
        before,
        () -> {
          // A node with another system-id may have its host name: its own tunnels stay.
          Chassis row = found(before).toBuilder().node(Optional.empty()).build();
          Cluster after = SouthboundTables.chassis(before).with(before, row);
          return ChassisTunnels.without(after, row);
        });
  }

  @Override
  public String describe() {
    return ShellQuote.words(List.of("ovn-sbctl", "chassis-del", chassis))
        + "\n only if it holds no port and applies nothing; with its row of Chassis_Private";
  }
}
