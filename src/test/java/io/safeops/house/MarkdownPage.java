package io.safeops.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Markdown page, with its code, its links and the anchors of its headings.
 *
 * @param path from the root of the repository
 */
record MarkdownPage(Path path, String text) {

  private static final Pattern FENCE = Pattern.compile("\\s*```\\s*([a-z]*)\\s*");
  private static final Pattern INLINE = Pattern.compile("`((?:[^`\\n]|\\n(?!\\s*\\n))++)`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*+\\]\\(([^)\\s]++)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*?) *$");

  /**
   * A block of code, or code inside a sentence.
   *
   * @param line where it begins, from 1
   * @param language of a block, from its fence; empty inside a sentence
   */
  record Code(int line, boolean block, String language, String text) {}

  /**
   * A link.
   *
   * @param target as written
   */
  record Link(int line, String target) {}

  static MarkdownPage read(Path path) throws IOException {
    return new MarkdownPage(path, Files.readString(path));
  }

  List<Code> code() {
    List<Code> code = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    int begin = -1;
    String language = "";
    for (int i = 0; i < lines.length; i++) {
      Matcher fence = FENCE.matcher(lines[i]);
      if (fence.matches()) {
        if (begin < 0) {
          begin = i + 1;
          language = fence.group(1);
        } else {
          String block = String.join("\n", List.of(lines).subList(begin, i));
          code.add(new Code(begin + 1, true, language, block));
          begin = -1;
        }
      }
    }
    String prose = prose();
    INLINE
        .matcher(prose)
        .results()
        .forEach(
            found -> {
              String inline = found.group(1).replaceAll("\\s+", " ").strip();
              code.add(new Code(lineOf(prose, found.start()), false, "", inline));
            });
    return code;
  }

  List<Link> links() {
    String prose = withoutCode();
    return LINK.matcher(prose)
        .results()
        .map(found -> new Link(lineOf(prose, found.start()), found.group(1)))
        .toList();
  }

  /**
   * The anchors that GitHub makes from the headings: lower case, dashes for blanks, and no
   * punctuation but dashes and underscores.
   */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    Map<String, Integer> seen = new HashMap<>();
    HEADING
        .matcher(prose())
        .results()
        .forEach(
            found -> {
              String words = found.group(1).toLowerCase(Locale.ROOT);
              String anchor = words.replaceAll("[^\\p{L}\\p{N}_ -]", "").strip().replace(' ', '-');
              int before = seen.merge(anchor, 1, Integer::sum) - 1;
              anchors.add(before == 0 ? anchor : anchor + "-" + before);
            });
    return anchors;
  }

  /** The lines from a heading to the next one, or to the end. */
  List<String> section(String heading) {
    return text.lines()
        .dropWhile(line -> !line.equals(heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith("#"))
        .toList();
  }

  /** The text with empty lines instead of code blocks. */
  private String prose() {
    StringBuilder prose = new StringBuilder();
    boolean inBlock = false;
    for (String line : text.split("\n", -1)) {
      boolean fence = FENCE.matcher(line).matches();
      prose.append(fence || inBlock ? "" : line).append('\n');
      inBlock ^= fence;
    }
    return prose.toString();
  }

  private String withoutCode() {
    return INLINE.matcher(prose()).replaceAll(found -> found.group().replaceAll("[^\\n]", "x"));
  }

  private static int lineOf(String prose, int at) {
    return (int) prose.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }
}
