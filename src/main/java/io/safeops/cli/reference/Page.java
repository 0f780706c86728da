package io.safeops.cli.reference;

import java.util.ArrayList;
import java.util.List;

/** A page of Markdown while it is written. */
final class Page {

  private final StringBuilder text = new StringBuilder();

  /** The first line of every page, which an editor sees. */
  Page() {
    text.append("<!-- Made from the code by `./safeops reference docs`: change the code. -->\n");
  }

  Page heading(int level, String title) {
    text.append('\n').append("#".repeat(level)).append(' ').append(title).append('\n');
    return this;
  }

  /** A paragraph; what is between backticks is code. */
  Page paragraph(String words) {
    if (!words.isBlank()) {
      text.append('\n').append(escaped(words.strip())).append('\n');
    }
    return this;
  }

  /** A paragraph that is Markdown already. */
  Page markdown(String written) {
    text.append('\n').append(written.stripTrailing()).append('\n');
    return this;
  }

  Page code(String language, String code) {
    text.append("\n```").append(language).append('\n');
    text.append(code.stripTrailing()).append("\n```\n");
    return this;
  }

  /** A table; its cells are Markdown already. Nothing if it has no row. */
  Page table(List<String> titles, List<List<String>> rows) {
    if (!rows.isEmpty()) {
      text.append('\n').append(row(titles));
      text.append(row(titles.stream().map(title -> "---").toList()));
      rows.forEach(cells -> text.append(row(cells)));
    }
    return this;
  }

  private static String row(List<String> cells) {
    List<String> whole = new ArrayList<>();
    cells.forEach(cell -> whole.add(cell.replace("|", "\\|").replace('\n', ' ')));
    return "| " + String.join(" | ", whole) + " |\n";
  }

  /** Code in a line. */
  static String code(String code) {
    return "`" + code + "`";
  }

  static String link(String title, String target) {
    return "[" + title + "](" + target + ")";
  }

  /** Text whose characters do not act on the page, except for the backticks of code. */
  static String escaped(String words) {
    StringBuilder escaped = new StringBuilder();
    boolean code = false;
    for (int i = 0; i < words.length(); i++) {
      char c = words.charAt(i);
      if (c == '`') {
        code = !code;
      } else if (!code && c == '<') {
        escaped.append("&lt;");
        continue;
      } else if (!code && (c == '*' || c == '[' || c == ']' || c == '\\')) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }

  /** The anchor that GitHub gives to a heading. */
  static String anchor(String title) {
    return title
        .toLowerCase(java.util.Locale.ROOT)
        .replaceAll("[^a-z0-9 _-]", "")
        .replace(' ', '-');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
