package io.safeops.action.northbound;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.ShellText;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.predict.LocalDatapaths;
import io.safeops.predict.PatchPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The expectations after a change of ports: the rows, the patch pairs, and that a broadcast does
 * not come back. The broadcast is first traced and then sent.
 *
 * <p>They do not check that the pair of a deleted localnet is gone: ovn-controller removes its
 * flows at once, but keeps the empty pair until its main loop has run 20 times since it started
 * (OVN 23.03).
 */
public final class LocalnetExpectations {

  /** northd and ovn-controller apply it within a second; a busy cluster may take longer. */
  private static final Duration FOLLOWED = Duration.ofSeconds(10);

  private final List<Expectation> found = new ArrayList<>();
  private final LocalDatapaths datapaths;

  private LocalnetExpectations(Cluster before) {
    this.datapaths = new LocalDatapaths(before);
  }

  static List<Expectation> of(List<PortChange> changes, Cluster before) {
    LocalnetExpectations expectations = new LocalnetExpectations(before);
    for (PortChange change : changes) {
      expectations.row(change);
    }
    for (PortChange change : changes) {
      Optional<LogicalPort> made = change.after().filter(LogicalPort::isLocalnet);
      made.ifPresent(localnet -> expectations.made(localnet, node -> true));
    }
    for (PortChange change : changes) {
      change
          .after()
          .filter(LogicalPort::isLocalnet)
          .ifPresent(localnet -> expectations.noLoop(localnet, node -> true));
    }
    return expectations.found;
  }

  /** The expectations for localnets on one node that now has a mapping for them. */
  public static List<Expectation> on(String name, List<LogicalPort> localnets, Cluster after) {
    LocalnetExpectations expectations = new LocalnetExpectations(after);
    localnets.forEach(localnet -> expectations.made(localnet, node -> node.name().equals(name)));
    localnets.forEach(localnet -> expectations.noLoop(localnet, node -> node.name().equals(name)));
    return expectations.found;
  }

  private void row(PortChange change) {
    String port = change.portName();
    String on = change.target().name();
    found.add(
        change
            .after()
            .map(
                after ->
                    new FactExpectation(
                        "the Northbound has port " + port,
                        new PortPresent(on, port, after.type()),
                        Duration.ZERO))
            .orElseGet(
                () ->
                    new FactExpectation(
                        "the Northbound has no port " + port,
                        new PortGone(on, port),
                        Duration.ZERO)));
  }

  private void made(LogicalPort localnet, Predicate<Node> where) {
    for (Node node : datapaths.certain(localnet.switchName(), localnet.getNetworkName())) {
      if (!where.test(node)) {
        continue;
      }
      PatchPair pair = PatchPair.of(localnet.name(), node, "");
      check(
          node,
          "the patch pair of " + localnet.name() + " is attached",
          new ShellText()
              .assign("PATCH_INT", pair.inner())
              .assign("PATCH_EXT", pair.outer())
              .include("pair.sh"),
          FOLLOWED);
    }
  }

  /** Traces on every node first. Only if no node shows a loop, one broadcast is sent, once. */
  private void noLoop(LogicalPort localnet, Predicate<Node> where) {
    String physnet = localnet.getNetworkName();
    String vlan = localnet.tag().filter(tag -> tag > 0).map(String::valueOf).orElse("");
    List<Node> mapped = datapaths.mapped(physnet).stream().filter(where).toList();
    for (Node node : mapped) {
      String bridge = node.mappedBridge(physnet).orElseThrow();
      check(
          node,
          "a broadcast on " + bridge + " does not loop (trace)",
          new ShellText()
              .assign("BRIDGE", bridge)
              .assign("VLAN", vlan)
              .include("northbound/trace.sh"),
          Duration.ZERO);
    }
    List<Node> certain =
        datapaths.certain(localnet.switchName(), physnet).stream().filter(where).toList();
    (certain.isEmpty() ? mapped : certain)
        .stream().findFirst().ifPresent(node -> broadcast(node, physnet, localnet));
  }

  private void broadcast(Node node, String physnet, LogicalPort localnet) {
    String bridge = node.mappedBridge(physnet).orElseThrow();
    check(
        node,
        "a broadcast sent on " + bridge + " does not come back",
        new ShellText()
            .assign("BRIDGE", bridge)
            .assign("FRAME", frame(localnet.tag().orElse(0L)))
            .include("northbound/broadcast.sh"),
        Duration.ZERO);
  }

  /**
   * A broadcast frame of 60 bytes, type 0x88b5 (IEEE 802, local experiments), that names its
   * sender.
   */
  static String frame(long vlan) {
    String tag = vlan > 0 ? "8100%04x".formatted(vlan) : "";
    String head = "ffffffffffff" + "025afe000001" + tag + "88b5" + "736166656f7073";
    return head + "0".repeat(Math.max(0, 120 - head.length()));
  }

  private void check(Node node, String description, ShellText script, Duration within) {
    found.add(new CheckExpectation(node.name(), description, script.script(), within));
  }
}
