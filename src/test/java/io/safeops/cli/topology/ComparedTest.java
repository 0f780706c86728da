package io.safeops.cli.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A picture of a cluster before and after a change. */
class ComparedTest {

  private static final Place NET = Place.node("net");
  private static final Place BRIDGE = Place.bridge("net", "br-ex");

  private static Drawn ok(Place place, String name) {
    return new Drawn(place, name, State.OK, "", "");
  }

  private static Topology node(Drawn bridge, List<Drawn> uplinks) {
    return topology(
        List.of(
            new Topology.Chassis(
                ok(NET, "net"),
                List.of(new Topology.Bridge(bridge, uplinks, List.of())),
                List.of()),
            new Topology.Chassis(ok(Place.node("cmp"), "cmp"), List.of(), List.of())),
        List.of());
  }

  private static Topology topology(
      List<Topology.Chassis> chassis, List<Topology.Gateway> gateways) {
    return new Topology("now", List.of(), chassis, List.of(), gateways, List.of());
  }

  private static Drawn uplink(String name, State state) {
    String why = state == State.OK ? "" : "no carrier";
    return new Drawn(Place.uplink("net", "br-ex", name), "uplink " + name, state, why, "");
  }

  private static String text(Topology before, Topology after) {
    Topology compared = Compared.of(before, after, place -> false);
    return String.join(
        "\n",
        compared.all().stream()
            .map(each -> each.name() + " | " + each.verdict() + " | " + each.was())
            .toList());
  }

  @Test
  void whatStaysAndIsNotAskedForIsNotDrawn() {
    Topology same = node(ok(BRIDGE, "bridge br-ex"), List.of(uplink("eth1", State.OK)));
    assertThat(text(same, same)).isEmpty();
    assertThat(Compared.of(same, same, NET::equals).all()).containsExactly(ok(NET, "net"));
  }

  @Test
  void whatBreaksOrIsMendedHasBothStates() {
    Topology well = node(ok(BRIDGE, "bridge br-ex"), List.of(uplink("eth1", State.OK)));
    Topology ill = node(ok(BRIDGE, "bridge br-ex"), List.of(uplink("eth1", State.BROKEN)));
    assertThat(text(well, ill))
        .isEqualTo("net | ok | \nbridge br-ex | ok | \nuplink eth1 | BROKEN: no carrier | ok");
    assertThat(text(ill, well)).endsWith("uplink eth1 | ok | BROKEN: no carrier");
    // Broken before and after: the plan makes no difference.
    assertThat(text(ill, ill)).isEmpty();
  }

  @Test
  void whatIsMadeOrRemovedIsDrawn() {
    Topology one = node(ok(BRIDGE, "bridge br-ex"), List.of(uplink("eth1", State.OK)));
    Topology other = node(ok(BRIDGE, "bridge br-ex"), List.of(uplink("eth2", State.OK)));
    assertThat(text(one, other))
        .contains("uplink eth2 | ok | not there")
        .contains("uplink eth1 | REMOVED: by the plan, as predicted | ok");
  }

  /** Which chassis carries it is in its name. */
  @Test
  void aGatewayThatMovesIsOneThing() {
    Place place = Place.gateway("lrp");
    Topology before =
        topology(List.of(), List.of(new Topology.Gateway("net", ok(place, "on net: lrp"))));
    Topology after =
        topology(List.of(), List.of(new Topology.Gateway("cmp", ok(place, "on cmp: lrp"))));
    assertThat(text(before, after)).isEqualTo("on cmp: lrp | ok | on net: lrp");
  }
}
