package io.safeops.cli.reference;

import java.util.List;

/**
 * A manual page in the macros of man(7) while it is written. Source: groff_man(7), man-pages(7).
 */
final class Roff {

  private final StringBuilder text = new StringBuilder();

  /**
   * @param title the name of the page
   */
  Roff(String title) {
    text.append(".\\\" Made from the code by `./safeops reference docs`: change the code.\n");
    // The day of a build would make every build another page.
    text.append(".TH ").append(word(title.toUpperCase(java.util.Locale.ROOT)));
    text.append(" 1 \"\" safeops \"safeops manual\"\n");
    // Long words are commands, and a hyphen in them could be copied. Source: man-pages(7).
    text.append(".nh\n.ad l\n");
  }

  Roff section(String title) {
    return line(".SH " + word(title));
  }

  /** The first paragraph of a section; what is between backticks is bold. */
  Roff text(String words) {
    return line(words(words));
  }

  /** One more paragraph; what is between backticks is bold. */
  Roff paragraph(String words) {
    return line(".PP").line(words(words));
  }

  /** A term and what it means. */
  Roff item(String term, String words) {
    return line(".TP").line(term).line(words(words));
  }

  /** Lines as they are. */
  Roff lines(String lines) {
    line(".nf");
    lines.lines().forEach(each -> line(literal(each)));
    return line(".fi");
  }

  Roff line(String line) {
    text.append(line).append('\n');
    return this;
  }

  static String bold(String literal) {
    return "\\fB" + escaped(literal) + "\\fR";
  }

  static String italic(String literal) {
    return "\\fI" + escaped(literal) + "\\fR";
  }

  /** The names of pages, each with its section. */
  static String pages(List<String> names) {
    return String.join(", ", names.stream().map(name -> bold(name) + "(1)").toList());
  }

  private static String word(String title) {
    return "\"" + escaped(title) + "\"";
  }

  private static String words(String words) {
    StringBuilder line = new StringBuilder();
    String[] parts = words.strip().split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      line.append(i % 2 == 1 ? bold(parts[i]) : escaped(parts[i]));
    }
    return literalStart(line.toString());
  }

  private static String literal(String line) {
    return literalStart(escaped(line));
  }

  /** A line that begins with a dot or an apostrophe would be a request. */
  private static String literalStart(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** A hyphen-minus is what an operator types. */
  private static String escaped(String literal) {
    return literal
        .replace("\\", "\\e")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
