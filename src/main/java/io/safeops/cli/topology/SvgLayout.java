package io.safeops.cli.topology;

import io.safeops.document.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One layout of the picture as SVG, with so many boxes beside each other. All lengths are in units
 * of SVG; where it is drawn in its size, one is a pixel.
 */
final class SvgLayout {

  static final int FONT = 13;

  private static final int MARGIN = 8;
  private static final int CELL = 368;
  private static final int GAP = 12;

  private static final int ROW = 19;
  private static final int BASELINE = 14;

  /** The width of a character of {@link #FONT} in a monospace font, rounded up. */
  private static final int CHARACTER = 8;

  private static final int PADDING = 8;

  /** From the left of a row to its text: the mark or the link is there. */
  private static final int TEXT = 20;

  /** Lines of a name. */
  private static final int MOST_NAME = 4;

  /** Lines of a reason. The whole is in the title. */
  private static final int MOST_REASON = 6;

  /** Things of one kind, in one box or one section. More are only counted, faults come first. */
  private static final int MOST_THINGS = 60;

  private final int across;
  private final StringBuilder body = new StringBuilder();
  private int y = MARGIN;

  /**
   * @param across boxes beside each other, at least 1
   */
  SvgLayout(int across) {
    this.across = across;
  }

  int width() {
    return 2 * MARGIN + across * CELL + (across - 1) * GAP;
  }

  int height() {
    return y + MARGIN;
  }

  /** The elements, with the paper below them. */
  String drawn() {
    return String.format(
            Locale.ROOT,
            "<rect class=\"paper\" x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>%n",
            width(),
            height())
        + body;
  }

  /** A text over the whole width. */
  void line(String text) {
    for (String each : TextWidth.wrap(text, (width() - 2 * MARGIN) / CHARACTER, MOST_REASON)) {
      text(MARGIN, y, each, text, State.OK);
      y += ROW;
    }
  }

  /** What the marks mean. */
  void legend(List<State> states) {
    int x = MARGIN;
    for (State state : states) {
      String word = state.legend();
      int end = x + TEXT + word.length() * CHARACTER;
      if (end > width() - MARGIN) {
        x = MARGIN;
        y += ROW;
      }
      link(x, y + ROW / 2, state);
      text(x + TEXT, y, word, word, state);
      x += TEXT + (word.length() + 2) * CHARACTER;
    }
    y += ROW + GAP;
  }

  void things(String title, List<Drawn> things) {
    List<List<Row>> cells = new ArrayList<>();
    things.stream().limit(MOST_THINGS).forEach(each -> cells.add(rows(0, Look.LINK, each)));
    if (things.size() > MOST_THINGS) {
      List<Row> rest = new ArrayList<>();
      more(rest, 0, things.size());
      cells.add(rest);
    }
    section(title, cells, false);
  }

  void nodes(List<Topology.Chassis> nodes) {
    section("Nodes", nodes.stream().map(SvgLayout::node).toList(), true);
  }

  /** A row of a cell. */
  private record Row(int indent, Look look, State state, String text, String full) {
    Row withoutMore() {
      return new Row(indent, look, state, text, text);
    }
  }

  /** What a row begins with. */
  private enum Look {
    BOX,
    LINK,
    MORE
  }

  private void section(String title, List<List<Row>> cells, boolean framed) {
    if (cells.isEmpty()) {
      return;
    }
    line(title);
    for (int first = 0; first < cells.size(); first += across) {
      List<List<Row>> beside = cells.subList(first, Math.min(first + across, cells.size()));
      int rows = beside.stream().map(List::size).max(Comparator.naturalOrder()).orElse(0);
      int height = rows * ROW + (framed ? 2 * PADDING : 0);
      for (int i = 0; i < beside.size(); i++) {
        int x = MARGIN + i * (CELL + GAP);
        if (framed) {
          frame(x, height, beside.get(i).get(0).state());
        }
        cell(x + PADDING, y + (framed ? PADDING : 0), beside.get(i));
      }
      y += height + (framed ? GAP : 0);
    }
    y += framed ? 0 : GAP;
  }

  private void cell(int x, int top, List<Row> rows) {
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      int left = x + row.indent() * TEXT;
      int at = top + i * ROW;
      switch (row.look()) {
        case BOX -> box(left, at, row.state());
        case LINK -> link(left, at + ROW / 2, row.state());
        case MORE -> {}
      }
      text(left + TEXT, at, row.text(), row.full(), row.state());
    }
  }

  private static List<Row> node(Topology.Chassis chassis) {
    List<Row> rows = new ArrayList<>(rows(0, Look.BOX, chassis.node()));
    for (Topology.Bridge bridge : chassis.bridges().stream().limit(MOST_THINGS).toList()) {
      rows.addAll(rows(1, Look.BOX, bridge.bridge()));
      add(rows, 2, bridge.uplinks());
      add(rows, 2, bridge.physnets());
    }
    more(rows, 1, chassis.bridges().size());
    add(rows, 1, chassis.parts());
    return rows;
  }

  private static void add(List<Row> rows, int indent, List<Drawn> things) {
    things.stream().limit(MOST_THINGS).forEach(each -> rows.addAll(rows(indent, Look.LINK, each)));
    more(rows, indent, things.size());
  }

  private static void more(List<Row> rows, int indent, int count) {
    if (count > MOST_THINGS) {
      String text = (count - MOST_THINGS) + " more";
      rows.add(new Row(indent, Look.MORE, State.NOT_JUDGED, text, text));
    }
  }

  private static List<Row> rows(int indent, Look look, Drawn thing) {
    int columns = (CELL - 2 * PADDING - (indent + 1) * TEXT) / CHARACTER;
    State state = thing.state();
    String before = thing.was().isEmpty() ? "" : "before: " + thing.was();
    String full = thing.name() + ": " + thing.verdict();
    String all = before.isEmpty() ? full : full + "; " + before;
    List<Row> rows = new ArrayList<>();
    TextWidth.wrap(thing.name(), columns, MOST_NAME)
        .forEach(
            line -> rows.add(new Row(indent, rows.isEmpty() ? look : Look.MORE, state, line, all)));
    if (thing.isFault()) {
      TextWidth.wrap(thing.verdict(), columns, MOST_REASON)
          .forEach(line -> rows.add(new Row(indent, Look.MORE, state, line, all)));
    } else if (state != State.OK) {
      String word = TextWidth.cut(thing.verdict(), columns);
      rows.add(new Row(indent, Look.MORE, state, word, all));
    }
    if (!before.isEmpty()) {
      TextWidth.wrap(before, columns, MOST_REASON)
          .forEach(line -> rows.add(new Row(indent, Look.MORE, State.NOT_JUDGED, line, all)));
    }
    boolean whole = rows.stream().noneMatch(row -> row.text().endsWith(TextWidth.DOTS));
    return whole ? rows.stream().map(Row::withoutMore).toList() : rows;
  }

  private void frame(int x, int height, State state) {
    body.append("<rect class=\"frame\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\" width=\"")
        .append(CELL)
        .append("\" height=\"")
        .append(height)
        .append("\" fill=\"none\" stroke=\"")
        .append(PictureStyle.light("frame"))
        .append('"')
        .append(dashes(state))
        .append("/>\n");
  }

  private void box(int x, int top, State state) {
    body.append("<rect")
        .append(mark(state))
        .append(" x=\"")
        .append(x + 2)
        .append("\" y=\"")
        .append(top + 4)
        .append("\" width=\"12\" height=\"12\" fill=\"none\"/>\n");
  }

  private void link(int x, int middle, State state) {
    body.append("<line")
        .append(mark(state))
        .append(" x1=\"")
        .append(x)
        .append("\" y1=\"")
        .append(middle)
        .append("\" x2=\"")
        .append(x + TEXT - 4)
        .append("\" y2=\"")
        .append(middle)
        .append("\"/>\n");
  }

  private static String mark(State state) {
    return " class=\"mark "
        + PictureStyle.name(state)
        + "\" stroke-width=\"2\" stroke=\""
        + PictureStyle.light(state)
        + '"'
        + dashes(state);
  }

  private void text(int x, int top, String text, String full, State state) {
    body.append("<text xml:space=\"preserve\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(top + BASELINE)
        .append("\" class=\"")
        .append(PictureStyle.name(state))
        .append("\" fill=\"")
        .append(PictureStyle.light(state))
        .append("\">")
        .append(escaped(text));
    if (!text.equals(full)) {
      body.append("<title>").append(escaped(full)).append("</title>");
    }
    body.append("</text>\n");
  }

  private static String dashes(State state) {
    return switch (state) {
      case OK, LESS -> "";
      case REMOVED -> " stroke-dasharray=\"10 3\"";
      case NOT_JUDGED, UNKNOWN -> " stroke-dasharray=\"2 3\"";
      case CUT_OFF -> " stroke-dasharray=\"6 2 2 2\"";
      case BROKEN -> " stroke-dasharray=\"6 4\"";
    };
  }

  /** Text as XML takes it. The two characters that XML has no place for are replaced. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : Printable.line(text).toCharArray()) {
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        case 0xfffe, 0xffff -> escaped.append((char) Printable.REPLACEMENT);
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
