package io.safeops.document;

import java.util.LinkedHashMap;
import java.util.Map;

/** YAML files that attack a reader: deep nesting, many anchors, or one very long value. */
public final class HostileYaml {

  private HostileYaml() {}

  /**
   * By what is bad about them.
   *
   * @param size how large each is, in characters, about
   */
  public static Map<String, String> ofSize(int size) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("nested lists", "- ".repeat(size / 2));
    files.put("nested maps", "{a: ".repeat(size / 4));
    files.put("nested keys", "? ".repeat(size / 2));
    files.put("one long word", "a".repeat(size));
    files.put("a text of short lines", "a\n".repeat(size / 2));
    files.put("escapes", "\"" + "\\x41".repeat(size / 4) + "\"");
    files.put("anchors and aliases", "&a [*a,".repeat(size / 8));
    files.put("maps in one line", "a: b: c: ".repeat(size / 9));
    files.put("spaces", " ".repeat(size) + "a");
    files.put("one long comment", "#".repeat(size));
    files.put("unknown keys", keys(size));
    return files;
  }

  private static String keys(int size) {
    StringBuilder keys = new StringBuilder();
    for (int i = 0; keys.length() < size; i++) {
      keys.append('k').append(i).append(": {}\n");
    }
    return keys.toString();
  }
}
