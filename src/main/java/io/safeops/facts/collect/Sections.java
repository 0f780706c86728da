package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import java.util.HashMap;
import java.util.Map;

/**
 * The answer of {@code facts.sh}, cut at lines that only the caller's random marker can make:
 * nothing that a tool prints can begin or end a section.
 */
final class Sections {

  /**
   * One command's answer.
   *
   * @param exit 127 when the tool is missing, 126 when what it would ask is missing
   * @param error what it said on standard error
   */
  record Section(String output, int exit, String error) {}

  private final Map<String, Section> sections;

  private Sections(Map<String, Section> sections) {
    this.sections = sections;
  }

  /**
   * @throws FactException when the answer is cut short
   */
  static Sections of(String marker, String output, String error) throws FactException {
    Map<String, Section> errors = cut(marker, error);
    Map<String, Section> sections = new HashMap<>();
    cut(marker, output)
        .forEach(
            (name, section) -> {
              Section said = errors.get(name);
              sections.put(
                  name,
                  new Section(
                      section.output(), section.exit(), said == null ? "" : said.output().trim()));
            });
    if (!sections.containsKey("end")) {
      throw new FactException("the facts are cut short");
    }
    return new Sections(sections);
  }

  private static Map<String, Section> cut(String marker, String text) {
    Map<String, Section> found = new HashMap<>();
    String begin = marker + " begin ";
    String end = "\n" + marker + " end ";
    int at = text.indexOf(begin);
    while (at >= 0) {
      int lineEnd = text.indexOf('\n', at);
      if (lineEnd < 0) {
        break;
      }
      String name = text.substring(at + begin.length(), lineEnd);
      // The output begins after the line feed; an empty output shares it with the end line.
      int close = text.indexOf(end + name + " ", lineEnd);
      if (close < 0) {
        break;
      }
      int closeEnd = text.indexOf('\n', close + 1);
      String exit =
          text.substring(
                  close + end.length() + name.length() + 1, closeEnd < 0 ? text.length() : closeEnd)
              .trim();
      String output = close > lineEnd ? text.substring(lineEnd + 1, close) : "";
      found.put(
          name, new Section(output, exit.matches("[0-9]{1,3}") ? Integer.parseInt(exit) : -1, ""));
      at = closeEnd < 0 ? -1 : text.indexOf(begin, closeEnd);
    }
    return found;
  }

  /** The section of that name; as if its tool were missing when the script did not make it. */
  Section get(String name) {
    return sections.getOrDefault(name, new Section("", 127, ""));
  }

  /** The trimmed output of a section that went well; empty otherwise. */
  String text(String name) throws FactException {
    Section section = get(name);
    return section.exit() == 0 ? UntrustedInput.text(section.output().trim()) : "";
  }
}
