package io.safeops.cli.topology;

import java.util.List;

/** The picture in words: a line for each thing, in 80 columns. */
final class TextPicture {

  private static final int COLUMNS = 80;

  /** Lines of a reason; more of it is in what doctor prints. */
  private static final int MOST_LINES = 4;

  /** Lines of a name. */
  private static final int MOST_NAME = 2;

  /** From the word of a state to the name behind it. */
  private static final int NAMES = 11;

  private final StringBuilder text = new StringBuilder();

  private TextPicture() {}

  static String of(Topology topology) {
    TextPicture picture = new TextPicture();
    picture.line(0, "Cluster at " + topology.collectedAt());
    picture.wrapped(0, topology.summary());
    picture.faults(topology);
    picture.section("Provider networks", topology.networks());
    picture.nodes(topology);
    picture.section(
        "Tunnels", topology.shownTunnels().stream().map(Topology.Tunnel::link).toList());
    if (!topology.tunnelsLeft().isEmpty()) {
      picture.wrapped(2, topology.tunnelsLeft());
    }
    picture.section("Gateways", topology.gateways().stream().map(Topology.Gateway::port).toList());
    picture.legend(topology);
    return picture.text.toString().stripTrailing();
  }

  /** What is broken comes first, each with its reason. */
  private void faults(Topology topology) {
    for (State state : List.of(State.BROKEN, State.CUT_OFF, State.UNKNOWN, State.LESS)) {
      for (Topology.Chassis chassis : topology.chassis()) {
        String on = chassis.node().name() + ": ";
        fault(state, "", chassis.node());
        for (Topology.Bridge bridge : chassis.bridges()) {
          fault(state, on, bridge.bridge());
          String of = " of " + bridge.bridge().name();
          bridge.uplinks().forEach(each -> fault(state, on, each, of));
          bridge.physnets().forEach(each -> fault(state, on, each));
        }
        chassis.parts().forEach(each -> fault(state, on, each));
      }
      topology.networks().forEach(each -> fault(state, "", each));
      topology.shownTunnels().forEach(each -> fault(state, "", each.link()));
      topology.gateways().forEach(each -> fault(state, "", each.port()));
      topology.others().forEach(each -> fault(state, "", each));
    }
  }

  private void fault(State state, String before, Drawn thing) {
    fault(state, before, thing, "");
  }

  private void fault(State state, String before, Drawn thing, String after) {
    if (thing.state() != state) {
      return;
    }
    wrapped(0, before + thing.name() + (thing.name().contains(" of ") ? "" : after));
    wrapped(4, thing.verdict());
  }

  private void legend(Topology topology) {
    if (topology.count(State.NOT_JUDGED) + topology.count(State.CUT_OFF) > 0) {
      text.append('\n');
    }
    if (topology.count(State.CUT_OFF) > 0) {
      wrapped(0, "CUT OFF: it works itself, but needs something that is broken.");
    }
    if (topology.count(State.NOT_JUDGED) > 0) {
      wrapped(0, "NOT JUDGED: no path in use needs it, or the facts do not decide.");
    }
  }

  private void section(String title, List<Drawn> things) {
    if (things.isEmpty()) {
      return;
    }
    text.append('\n');
    line(0, title);
    things.forEach(each -> thing(2, each));
  }

  private void nodes(Topology topology) {
    text.append('\n');
    line(0, "Nodes");
    for (Topology.Chassis chassis : topology.chassis()) {
      thing(2, chassis.node());
      for (Topology.Bridge bridge : chassis.bridges()) {
        thing(4, bridge.bridge());
        bridge.uplinks().forEach(each -> thing(6, each));
        bridge.physnets().forEach(each -> thing(6, each));
      }
      chassis.parts().forEach(each -> thing(4, each));
    }
  }

  private void thing(int indent, Drawn thing) {
    String word = thing.state().word();
    String first = word + " ".repeat(Math.max(1, NAMES - word.length()));
    for (String each : TextWidth.wrap(thing.name(), COLUMNS - indent - first.length(), MOST_NAME)) {
      line(indent, first + each);
      first = " ".repeat(first.length());
    }
  }

  private void line(int indent, String line) {
    text.append(" ".repeat(indent)).append(TextWidth.cut(line, COLUMNS - indent)).append('\n');
  }

  /** Further lines are indented, so that no name can look like a line of its own. */
  private void wrapped(int indent, String line) {
    int at = indent;
    for (String each : TextWidth.wrap(line, COLUMNS - indent - 2, MOST_LINES)) {
      line(at, each);
      at = indent + 2;
    }
  }
}
