package io.safeops.cli.page;

import io.safeops.document.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML that is well-formed XML, too. Names of elements and classes are those of the page.
 * All other text is made printable, bounded and escaped, so that none of it is markup.
 */
final class Html {

  /** Longest text in one place, in characters. */
  static final int LONGEST = 20_000;

  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  Html open(String tag) {
    open.push(tag);
    out.append('<').append(tag).append('>');
    return this;
  }

  /**
   * @param name of an attribute that the page knows
   */
  Html open(String tag, String name, String value) {
    open.push(tag);
    out.append('<').append(tag).append(' ').append(name).append("=\"");
    escape(Printable.line(value));
    out.append("\">");
    return this;
  }

  /** Ends the element that was opened last. */
  Html close() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  /** One line of text. */
  Html text(String text) {
    escape(Printable.line(shortened(text)));
    return this;
  }

  Html element(String tag, String text) {
    return open(tag).text(text).close();
  }

  /** Code, with its line breaks. */
  Html code(String code) {
    open("pre").open("code");
    escape(Printable.text(shortened(code)));
    out.append("</").append(open.pop()).append('>');
    return close();
  }

  /** A term of a list of facts, and what is said of it; nothing if nothing is said. */
  Html fact(String term, String description) {
    return description.isEmpty() ? this : element("dt", term).element("dd", description);
  }

  /**
   * Begins a part of the page.
   *
   * @param id that links name
   */
  Html section(String id, String heading) {
    return open("section", "id", id).element("h2", heading);
  }

  /** Begins what a reader opens when they want to see it. */
  Html folded(String summary) {
    return open("details").element("summary", summary);
  }

  /** Markup of the page itself. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  int length() {
    return out.length();
  }

  String done() {
    if (!open.isEmpty()) {
      throw new IllegalStateException("not closed: " + open);
    }
    return out.toString();
  }

  private static String shortened(String text) {
    if (text.length() <= LONGEST) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return text.substring(0, end) + "... (" + (text.length() - end) + " more characters)";
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.appendCodePoint(isCharacter(c) ? c : Printable.REPLACEMENT);
              }
            });
  }

  /** The last two code points of each plane are none, and XML refuses two of them. */
  private static boolean isCharacter(int c) {
    return (c & 0xfffe) != 0xfffe;
  }
}
