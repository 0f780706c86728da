package io.safeops.cli.topology;

import io.safeops.cli.view.MermaidLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The picture as a flowchart of Mermaid. What is broken is dotted, and its label says why. */
final class MermaidPicture {

  /** Columns of a name. */
  private static final int MOST_OF_NAME = 60;

  /** Columns of a reason. */
  private static final int MOST_OF_WHY = 100;

  private final StringBuilder text = new StringBuilder("flowchart TB\n");
  private final Map<String, String> nodes = new HashMap<>();
  private int boxes;

  private MermaidPicture() {}

  static String of(Topology topology) {
    MermaidPicture picture = new MermaidPicture();
    picture.line(picture.next() + "([\"" + label(topology.summary(), MOST_OF_WHY) + "\"])");
    picture.group("Provider networks", topology.networks());
    topology.chassis().forEach(picture::chassis);
    topology.shownTunnels().forEach(picture::tunnel);
    if (!topology.tunnelsLeft().isEmpty()) {
      picture.line(picture.next() + "[\"" + label(topology.tunnelsLeft(), MOST_OF_WHY) + "\"]");
    }
    for (Topology.Gateway gateway : topology.gateways()) {
      String box = picture.box(gateway.port());
      String holder = picture.nodes.get(gateway.holder());
      if (holder != null) {
        picture.line(box + arrow(gateway.port()) + holder);
      }
    }
    picture.group("Other faults", topology.others());
    return picture.text.toString().stripTrailing();
  }

  private void group(String title, List<Drawn> things) {
    if (!things.isEmpty()) {
      line("subgraph " + next() + "[\"" + title + "\"]");
      things.forEach(this::box);
      line("end");
    }
  }

  private void chassis(Topology.Chassis chassis) {
    line("subgraph " + next() + "[\"" + label(chassis.node().name(), MOST_OF_NAME) + "\"]");
    String node = box(chassis.node());
    nodes.put(chassis.node().name(), node);
    for (Topology.Bridge bridge : chassis.bridges()) {
      String box = box(bridge.bridge());
      line(node + arrow(bridge.bridge()) + box);
      bridge.uplinks().forEach(each -> line(box + arrow(each) + box(each)));
      bridge.physnets().forEach(each -> line(box + arrow(each) + box(each)));
    }
    chassis.parts().forEach(each -> line(node + arrow(each) + box(each)));
    line("end");
  }

  private void tunnel(Topology.Tunnel tunnel) {
    String one = nodes.get(tunnel.one());
    String other = nodes.get(tunnel.other());
    if (one != null && other != null) {
      String why = label(tunnel.link().verdict(), MOST_OF_WHY);
      line(
          tunnel.link().state() == State.OK
              ? one + " --- " + other
              : one + " -. \"" + why + "\" .- " + other);
    }
  }

  private String box(Drawn thing) {
    String box = next();
    String why = thing.state() == State.OK ? "" : " (" + thing.state().word() + ")";
    line(box + "[\"" + label(thing.name(), MOST_OF_NAME) + label(why, MOST_OF_NAME) + "\"]");
    if (thing.isFault()) {
      String note = next();
      line(note + "[\"" + label(thing.verdict(), MOST_OF_WHY) + "\"]");
      line(box + " -.- " + note);
    }
    return box;
  }

  private static String arrow(Drawn link) {
    return link.state() == State.OK ? " --- " : " -. \"" + link.state().word() + "\" .- ";
  }

  private String next() {
    boxes++;
    return "b" + boxes;
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  private static String label(String name, int most) {
    return MermaidLabel.of(TextWidth.cut(name, most));
  }
}
