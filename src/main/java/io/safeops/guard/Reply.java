package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Printable;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a guard answered: yes, or no and why, and always the state its disk holds.
 *
 * @param ok whether it was done (or had been done before)
 * @param fields as sent; a node's answer is hostile input, so every getter checks
 */
public record Reply(boolean ok, Map<String, String> fields) {

  private static final int MAX_LINE = 1 << 20;

  public Reply {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads a reply line.
   *
   * @throws GuardException when it is none
   */
  public static Reply parse(String line) throws GuardException {
    if (line.length() > MAX_LINE) {
      throw new GuardException("an answer of " + line.length() + " characters");
    }
    String[] words = line.split(" ", -1);
    if (!words[0].equals("OK") && !words[0].equals("NO")) {
      throw new GuardException("not an answer of a guard: " + printable(line));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    return new Reply(words[0].equals("OK"), fields);
  }

  /** Why not: one word; empty when {@link #ok}. */
  public String why() {
    return fields.getOrDefault("why", ok ? "" : "unknown");
  }

  /**
   * Whether the state file of the run is damaged on this node: nobody knows what was decided there,
   * and its guard touches nothing any more.
   */
  public boolean isDamaged() {
    return fields.getOrDefault("state", "").equals("DAMAGED");
  }

  /**
   * Whether the guard says in which state it is: one that is damaged does not, nor one that is too
   * busy to look. Neither is a state of a run, and neither proves anything.
   */
  public boolean tellsState() {
    return !isDamaged() && !fields.getOrDefault("state", "").equals("UNKNOWN");
  }

  /**
   * The state on the node's disk.
   *
   * @throws GuardException when there is none in this answer, which {@link #tellsState} says
   */
  public GuardState state() throws GuardException {
    String state = fields.getOrDefault("state", "");
    for (GuardState known : GuardState.values()) {
      if (known.name().equals(state)) {
        return known;
      }
    }
    throw new GuardException("a guard answered the unknown state '" + printable(state) + "'");
  }

  public String boot() {
    return fields.getOrDefault("boot", "");
  }

  /** Centiseconds since the node's boot. */
  public long uptime() throws GuardException {
    return number("uptime");
  }

  /** Steps done on this node. */
  public int done() throws GuardException {
    return (int) Math.min(number("done"), Integer.MAX_VALUE);
  }

  public long number(String field) throws GuardException {
    String value = fields.getOrDefault(field, "");
    if (!value.matches("[0-9]{1,15}")) {
      throw new GuardException("a guard answered " + field + "=" + printable(value));
    }
    return Long.parseLong(value);
  }

  public String field(String name) {
    return printable(fields.getOrDefault(name, ""));
  }

  /** Free text of a base64 field, fit to be shown; empty when absent. */
  public String text(String field) {
    try {
      byte[] bytes = Base64.getDecoder().decode(fields.getOrDefault(field, ""));
      return Printable.text(new String(bytes, UTF_8));
    } catch (IllegalArgumentException notBase64) {
      return printable(fields.getOrDefault(field, ""));
    }
  }

  private static String printable(String text) {
    return Printable.line(text.length() > 200 ? text.substring(0, 200) + "..." : text);
  }
}
