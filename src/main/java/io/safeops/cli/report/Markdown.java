package io.safeops.cli.report;

import java.util.Map;

/** Text from elsewhere as it must be written in CommonMark with the extensions of GitHub. */
final class Markdown {

  /** Long enough for a message, short enough for a table. */
  static final int CELL = 300;

  private static final Map<Character, String> ENTITIES =
      Map.of('<', "&lt;", '>', "&gt;", '&', "&amp;", '"', "&quot;");

  /** ASCII punctuation that means something somewhere in Markdown. */
  private static final String PUNCTUATION = "\\`*_[]!|~$";

  /** Between two characters it keeps a forge from making a link or a mention of them. */
  private static final String NOTHING = "<!-- -->";

  private Markdown() {}

  /** One line of plain text: no character of it acts on the page. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      String entity = ENTITIES.get(c);
      if (entity != null) {
        escaped.append(entity);
      } else if (c == '\n' || c == '\r') {
        escaped.append(' ');
      } else if (c == '@' || c == '#') {
        // Mentions and numbers of issues.
        escaped.append(c == '#' ? "\\#" : "@").append(NOTHING);
      } else if (c == ':' && isNameOrAddress(text, i + 1)) {
        // Addresses of pages, and pictures that are named between colons.
        escaped.append(':').append(NOTHING);
      } else if (c == '.' && isWww(text, i)) {
        escaped.append(NOTHING).append('.');
      } else if (PUNCTUATION.indexOf(c) >= 0) {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static boolean isNameOrAddress(String text, int at) {
    return at < text.length()
        && (Character.isLetter(text.charAt(at)) || "/+-_".indexOf(text.charAt(at)) >= 0);
  }

  private static boolean isWww(String text, int dot) {
    return dot >= 3 && text.regionMatches(true, dot - 3, "www", 0, 3);
  }

  /** One line of text in an element of HTML, where Markdown does not act. */
  private static String html(String text) {
    StringBuilder escaped = new StringBuilder();
    for (char c : text.toCharArray()) {
      escaped.append(ENTITIES.getOrDefault(c, String.valueOf(c)));
    }
    return escaped.toString();
  }

  /** The same, cut where a table would grow too wide. */
  static String cell(String text) {
    return text(shortened(text, CELL));
  }

  /** The first characters of a digest, by which people tell it from others. */
  static String start(String digest) {
    return digest.substring(0, Math.min(12, digest.length()));
  }

  /** The first characters of a text, and how many more there are. */
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "... (" + (text.length() - end) + " more characters)";
  }

  /** Lines of code, in a fence that they cannot end. */
  static String fenced(String language, String code) {
    int longest = 0;
    int run = 0;
    for (int i = 0; i < code.length(); i++) {
      run = code.charAt(i) == '`' ? run + 1 : 0;
      longest = Math.max(longest, run);
    }
    String fence = "`".repeat(Math.max(3, longest + 1));
    return fence + language + "\n" + code.stripTrailing() + "\n" + fence + "\n";
  }

  /** What a reader opens when they want to see it. */
  static String folded(String summary, String content) {
    return "<details><summary>"
        + html(summary)
        + "</summary>\n\n"
        + content.stripTrailing()
        + "\n\n</details>\n";
  }
}
