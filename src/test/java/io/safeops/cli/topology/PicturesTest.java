package io.safeops.cli.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The forms of a picture, of names that nobody chose well and of many nodes. */
class PicturesTest {

  /** The width of a character of the font, in parts of its size, as common fonts have it. */
  private static final double CHARACTER = 0.61;

  private static final List<String> HOSTILE =
      List.of(
          "</text><script>alert(1)</script>",
          "<a href=\"https://example.org\">&amp;]]>",
          "\u001b[2J\u001b[31mred\u0007",
          "x\"]\n  click b1 \"javascript:alert(1)\"\n  b9[\"y",
          "line\nBROKEN: no\r\nend",
          "\u202eturned\ufffe\uffff\ud800",
          "\u6f22\u5b57".repeat(60),
          "n".repeat(10_000));

  private static Topology hostile() {
    List<Drawn> things =
        HOSTILE.stream().map(name -> new Drawn(name, State.BROKEN, "because of " + name)).toList();
    List<Topology.Chassis> chassis =
        things.stream()
            .map(
                each ->
                    new Topology.Chassis(
                        each, List.of(new Topology.Bridge(each, things, things)), things))
            .toList();
    return new Topology(
        "now",
        things,
        chassis,
        List.of(new Topology.Tunnel(things.get(0).name(), things.get(1).name(), things.get(0))),
        List.of(new Topology.Gateway(things.get(3).name(), things.get(3))),
        things);
  }

  /** Every node has a tunnel to every other one; the last node is broken. */
  private static Topology large(int nodes) {
    List<Topology.Chassis> chassis = new ArrayList<>();
    List<Topology.Tunnel> tunnels = new ArrayList<>();
    for (int i = 1; i <= nodes; i++) {
      State state = i == nodes ? State.BROKEN : i % 7 == 0 ? State.UNKNOWN : State.OK;
      String why = state == State.OK ? "" : "the interface has no carrier, and nobody knows why so";
      Drawn uplink = new Drawn("uplink enp6s18 of bond bond0", state, why);
      chassis.add(
          new Topology.Chassis(
              new Drawn("compute-" + i + ".example.org", State.OK, ""),
              List.of(
                  new Topology.Bridge(
                      new Drawn("bridge br-ex", State.OK, ""),
                      List.of(uplink, uplink),
                      List.of(new Drawn("provider network physnet1 -> br-ex", state, why)))),
              List.of(new Drawn("tunnel end 192.0.2." + i, state, why))));
      for (int j = 1; j < i; j++) {
        String one = "compute-" + j;
        String other = "compute-" + i;
        tunnels.add(
            new Topology.Tunnel(
                one, other, new Drawn("tunnel " + one + " -- " + other, state, why)));
      }
    }
    return new Topology("now", List.of(), chassis, tunnels, List.of(), List.of());
  }

  private static Document parsed(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
  }

  private static List<Element> elements(Document document, String name) {
    return elements(document.getElementsByTagName(name));
  }

  private static List<Element> elements(Element element, String name) {
    return elements(element.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList found) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** The rectangle of a text, without its title. */
  private record Box(double left, double top, double right, double bottom, String text) {
    static Box of(Element text, double size) {
      double x = Double.parseDouble(text.getAttribute("x"));
      double y = Double.parseDouble(text.getAttribute("y"));
      String shown = text.getFirstChild().getNodeValue();
      double columns = shown.codePoints().map(c -> c < 0x1100 ? 1 : 2).sum();
      return new Box(x, y - 0.9 * size, x + columns * CHARACTER * size, y + 0.3 * size, shown);
    }

    boolean meets(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private static void assertReadable(String svg) throws Exception {
    Document document = parsed(svg);
    Element root = document.getDocumentElement();
    double size = Double.parseDouble(root.getAttribute("font-size"));
    List<Element> layouts = elements(document, "g");
    assertThat(layouts).extracting(each -> each.getAttribute("class")).contains("wide", "narrow");
    for (Element layout : layouts) {
      assertReadable(layout, size);
    }
    // A style sheet, and nothing else, shows the narrow one and makes room for it.
    assertThat(layouts.get(1).getAttribute("display")).isEqualTo("none");
    assertThat(root.getAttribute("viewBox"))
        .isEqualTo("0 0 " + paper(layouts.get(0), "width") + " " + paper(layouts.get(0), "height"));
    assertThat(root.getAttribute("style"))
        .contains(
            "--narrow: "
                + paper(layouts.get(1), "width")
                + " / "
                + paper(layouts.get(1), "height"));
    assertThat(Integer.parseInt(paper(layouts.get(1), "width"))).isLessThan(400);
  }

  private static String paper(Element layout, String attribute) {
    return ((Element) layout.getElementsByTagName("rect").item(0)).getAttribute(attribute);
  }

  private static void assertReadable(Element layout, double size) {
    List<Box> boxes = elements(layout, "text").stream().map(each -> Box.of(each, size)).toList();
    assertThat(boxes).hasSizeGreaterThan(10);
    List<String> overlaps = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      if (box.left() < 0
          || box.top() < 0
          || box.right() > Double.parseDouble(paper(layout, "width"))
          || box.bottom() > Double.parseDouble(paper(layout, "height"))) {
        overlaps.add("outside: " + box);
      }
      for (int j = 0; j < i; j++) {
        if (box.meets(boxes.get(j))) {
          overlaps.add(box + " meets " + boxes.get(j));
        }
      }
    }
    assertThat(overlaps).isEmpty();
  }

  @Test
  void hostileNamesStayTextInSvg() throws Exception {
    String svg = PictureForm.SVG.draw(hostile());
    Document document = parsed(svg);
    Set<String> names = new TreeSet<>();
    elements(document, "*").forEach(each -> names.add(each.getTagName()));
    assertThat(names).containsExactly("desc", "g", "line", "rect", "style", "svg", "text", "title");
    assertThat(svg.replace("xmlns=\"http://www.w3.org/2000/svg\"", ""))
        .doesNotContain("href=\"", "<script", "url(", "xmlns", "\u001b", "\u0007", "\ufffe");
    assertThat(svg).contains("&lt;script&gt;").contains("more characters)");
    assertThat(svg.lines().filter(line -> line.length() > 20_000)).isEmpty();
    assertReadable(svg);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 30, 60})
  void nothingOverlaps(int nodes) throws Exception {
    assertReadable(PictureForm.SVG.draw(large(nodes)));
  }

  @Test
  void textAndMarksHaveEnoughContrast() throws Exception {
    Document document = parsed(PictureForm.SVG.draw(large(30)));
    Set<String> colors = new TreeSet<>();
    for (Element each : elements(document, "*")) {
      colors.add(each.getAttribute("fill"));
      colors.add(each.getAttribute("stroke"));
    }
    colors.removeAll(Set.of("", "none", "#ffffff"));
    assertThat(colors).hasSizeGreaterThan(3);
    for (String color : colors) {
      assertThat(1.05 / (luminance(color) + 0.05)).as(color).isGreaterThan(4.5);
    }
  }

  @Test
  void coloursHaveEnoughContrastInTheDark() {
    String svg = PictureForm.SVG.draw(large(2));
    String dark = svg.substring(svg.indexOf("prefers-color-scheme: dark"));
    double paper = luminance(colour(dark, "paper"));
    for (State state : State.values()) {
      String colour = colour(dark, PictureStyle.name(state));
      assertThat((luminance(colour) + 0.05) / (paper + 0.05)).as(state.name()).isGreaterThan(4.5);
      assertThat(svg)
          .contains("text." + PictureStyle.name(state) + " { fill: var(--")
          .contains("--" + PictureStyle.name(state) + ": " + PictureStyle.light(state) + ";");
    }
  }

  private static String colour(String sheet, String name) {
    int at = sheet.indexOf("--" + name + ": #");
    assertThat(at).as(name).isNotNegative();
    return sheet.substring(at + name.length() + 4, at + name.length() + 11);
  }

  /** By WCAG 2. */
  private static double luminance(String color) {
    double[] parts = new double[3];
    for (int i = 0; i < parts.length; i++) {
      double part = Integer.parseInt(color.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
      parts[i] = part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
  }

  @Test
  void whatIsBrokenIsDashedAndSaysSoInWords() {
    String svg = PictureForm.SVG.draw(large(2));
    assertThat(svg).contains("stroke-dasharray=\"6 4\"", ">BROKEN: the interface has no carrier");
    assertThat(svg).contains("<desc id=\"desc\">2 nodes, ", "uplink enp6s18 of bond bond0: BROKEN");
  }

  @Test
  void manyTunnelsAreSummedUp() {
    Topology ten = large(10);
    assertThat(ten.tunnels()).hasSize(Topology.MOST_TUNNELS);
    assertThat(PictureForm.TEXT.draw(ten)).contains("tunnel compute-1 -- compute-2\n");
    String thirty = PictureForm.TEXT.draw(large(30));
    assertThat(thirty)
        .doesNotContain("tunnel compute-1 -- compute-2\n")
        .contains("tunnel compute-1 -- compute-30\n")
        .contains("more tunnels without a known fault are not drawn one by one");
  }

  @Test
  void textFitsIntoEightyColumns() {
    for (Topology topology : List.of(hostile(), large(30))) {
      String text = PictureForm.TEXT.draw(topology);
      assertThat(text.lines().filter(line -> TextWidth.of(line) > 80)).isEmpty();
      assertThat(text).doesNotContain("\u001b", "\r");
      assertThat(text.lines().filter(line -> line.startsWith("BROKEN: no"))).isEmpty();
    }
  }

  @Test
  void hostileNamesAddNoLineToMermaid() {
    String text = PictureForm.MERMAID.draw(hostile());
    assertThat(text.lines().skip(1))
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "  (subgraph b\\d+\\[\"[^\"]*\"\\]|end|b\\d+\\(?\\[\"[^\"]*\"\\]\\)?"
                            + "|b\\d+ --- b\\d+|b\\d+ -\\.- b\\d+|b\\d+ -\\. \"[^\"]*\" \\.- b\\d+)"));
    assertThat(text).doesNotContain("click b1 \"");
    assertThat(text.lines().filter(line -> line.length() > 1_000)).isEmpty();
  }
}
