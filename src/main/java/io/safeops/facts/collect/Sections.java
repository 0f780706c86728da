package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import java.util.HashMap;
import java.util.Map;

/**
 * The answer of {@code facts.sh}, split at lines with the caller's random marker, so that no output
 * of a tool can begin or end a section.
 */
final class Sections {

  /**
   * The answer of one command.
   *
   * @param exit 127 if the tool is missing, 126 if what the tool would ask is missing
   * @param error its standard error
   */
  record Section(String output, int exit, String error) {}

  private final Map<String, Section> sections;

  private Sections(Map<String, Section> sections) {
    this.sections = sections;
  }

  /**
   * @throws FactException when the answer is incomplete
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
      // The output begins after the line feed. If the output is empty, the end line uses the same
      // line feed.
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

  /** Whether the script wrote it. */
  boolean has(String name) {
    return sections.containsKey(name);
  }

  /** The section with that name. If the script did not write it, its tool counts as missing. */
  Section get(String name) {
    return sections.getOrDefault(name, new Section("", 127, ""));
  }

  /** The trimmed output of a section that succeeded; else empty. */
  String text(String name) throws FactException {
    Section section = get(name);
    return section.exit() == 0 ? UntrustedInput.text(section.output().trim()) : "";
  }
}
