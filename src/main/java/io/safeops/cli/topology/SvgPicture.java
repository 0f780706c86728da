package io.safeops.cli.topology;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The picture as SVG: provider networks at the top, then a box for each node, tunnels, gateways. It
 * needs no script, font or file from elsewhere. What is broken is dashed and says so in words.
 *
 * <p>It holds two layouts: three boxes beside each other, and one. Style sheets choose by the width
 * of the screen; who knows none sees the first.
 */
final class SvgPicture {

  /** Boxes beside each other on a wide screen. */
  private static final int ACROSS = 3;

  /** Faults that are told in words. */
  private static final int MOST_FAULTS = 60;

  private SvgPicture() {}

  /** A file of its own. */
  static String of(Topology topology) {
    List<String> head = List.of("Cluster at " + topology.collectedAt(), topology.summary());
    SvgLayout wide = layout(topology, ACROSS, head, State.ofOneTime());
    SvgLayout narrow = layout(topology, 1, head, State.ofOneTime());
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-labelledby=\"title desc\" "
        + attributes(wide, narrow, "")
        + "<title id=\"title\">Cluster at "
        + SvgLayout.escaped(topology.collectedAt())
        + "</title>\n<desc id=\"desc\">"
        + SvgLayout.escaped(topology.summary() + ". " + faults(topology))
        + "</desc>\n<style>\n.picture { "
        + PictureStyle.LIGHT
        + " }\n@media (prefers-color-scheme: dark) { .picture { background: var(--paper);\n  "
        + PictureStyle.DARK
        + " } }\n"
        + PictureStyle.RULES
        + "</style>\n"
        + drawn(wide, narrow)
        + "</svg>";
  }

  /** A part of a page of HTML that has {@link PictureStyle}, and tells itself what is drawn. */
  static String embedded(Topology topology) {
    List<State> states =
        Arrays.stream(State.values()).filter(state -> topology.count(state) > 0).toList();
    int boxes =
        Stream.of(
                topology.networks().size(),
                topology.chassis().size(),
                topology.shownTunnels().size(),
                topology.gateways().size())
            .reduce(1, Math::max);
    SvgLayout wide = layout(topology, Math.min(ACROSS, boxes), List.of(), states);
    SvgLayout narrow = layout(topology, 1, List.of(), states);
    return "<svg role=\"img\" aria-label=\""
        + SvgLayout.escaped(topology.summary() + ". " + faults(topology))
        + "\" "
        + attributes(wide, narrow, "; max-width: " + wide.width() + "px")
        + drawn(wide, narrow)
        + "</svg>\n";
  }

  private static SvgLayout layout(
      Topology topology, int across, List<String> head, List<State> states) {
    SvgLayout layout = new SvgLayout(across);
    head.forEach(layout::line);
    layout.legend(states);
    layout.things("Provider networks", topology.networks());
    layout.nodes(topology.chassis());
    layout.things("Tunnels", topology.shownTunnels().stream().map(Topology.Tunnel::link).toList());
    if (!topology.tunnelsLeft().isEmpty()) {
      layout.line(topology.tunnelsLeft());
    }
    layout.things("Gateways", topology.gateways().stream().map(Topology.Gateway::port).toList());
    layout.things("Other faults", topology.others());
    return layout;
  }

  private static String attributes(SvgLayout wide, SvgLayout narrow, String style) {
    return String.format(
        Locale.ROOT,
        "class=\"picture\" viewBox=\"0 0 %d %d\" width=\"100%%\""
            + " style=\"--wide: %d / %d; --narrow: %d / %d%s\""
            + " preserveAspectRatio=\"xMidYMin meet\""
            + " font-family=\"monospace\" font-size=\"%d\">\n",
        wide.width(),
        wide.height(),
        wide.width(),
        wide.height(),
        narrow.width(),
        narrow.height(),
        style,
        SvgLayout.FONT);
  }

  /** The narrow layout is as wide as the wide one, and higher: the style makes room for it. */
  private static String drawn(SvgLayout wide, SvgLayout narrow) {
    return "<g class=\"wide\">\n"
        + wide.drawn()
        + "</g>\n"
        + String.format(
            Locale.ROOT,
            "<g class=\"narrow\" display=\"none\" transform=\"scale(%.4f)\">%n",
            wide.width() / (double) narrow.width())
        + narrow.drawn()
        + "</g>\n";
  }

  /** The faults in words, for those who do not see the picture. */
  private static String faults(Topology topology) {
    List<Drawn> faults = topology.all().stream().filter(Drawn::isFault).toList();
    String some =
        String.join(
            ". ",
            faults.stream()
                .sorted(Drawn.FAULTS_FIRST)
                .limit(MOST_FAULTS)
                .map(each -> each.name() + ": " + each.verdict())
                .toList());
    return TextWidth.bounded(some, 10 * Drawn.MOST);
  }
}
