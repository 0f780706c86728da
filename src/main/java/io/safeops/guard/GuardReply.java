package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Printable;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of a guard: yes, or no with a reason, and always the state on the node's disk.
 *
 * @param ok whether the request was carried out, now or before
 * @param fields the fields as sent; a node's answer is not trusted, so every getter checks its
 *     field
 */
public record GuardReply(boolean ok, Map<String, String> fields) {

  private static final int MAX_LINE = 1 << 20;

  public GuardReply {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads a reply line.
   *
   * @throws GuardException if it is not a reply
   */
  public static GuardReply parse(String line) throws GuardException {
    if (line.length() > MAX_LINE) {
      throw new GuardException("the guard's answer is too long: " + line.length() + " characters");
    }
    String[] words = line.split(" ", -1);
    if (!words[0].equals("OK") && !words[0].equals("NO")) {
      throw new GuardException("not a guard's answer: " + printable(line));
    }
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    return new GuardReply(words[0].equals("OK"), fields);
  }

  /**
   * Whether the answer is about this run or about no run. An answer about another run must never
   * count as the outcome of this one.
   */
  public boolean isAbout(String run) {
    String named = fields.getOrDefault("run", "");
    return named.isEmpty() || named.equals(run);
  }

  /** The reason of a refusal in one word; empty if {@link #ok}. */
  public String why() {
    return fields.getOrDefault("why", ok ? "" : "unknown");
  }

  /** The same as a reason; only for an answer that is a no. */
  public GuardRefusal refusal() {
    return GuardRefusal.of(why());
  }

  /** On what the node keeps the guard's state, as an answer to CHECK tells. */
  public NodeStorage storage() {
    return NodeStorage.of(field("storage"));
  }

  /** Whether the guard survives a reboot, as an answer to CHECK tells. */
  public boolean survivesReboot() {
    return field("reboot").equals("yes");
  }

  /**
   * Whether the state file of the run is damaged on this node. It is then unknown what was decided
   * there, and its guard changes nothing any more.
   */
  public boolean isDamaged() {
    return fields.getOrDefault("state", "").equals("DAMAGED");
  }

  /**
   * Whether the answer has a state of the run. A guard with a damaged state file, or one that is
   * too busy to look, does not tell a state, and its answer proves nothing.
   */
  public boolean tellsState() {
    return !isDamaged() && !fields.getOrDefault("state", "").equals("UNKNOWN");
  }

  /**
   * The state on the node's disk.
   *
   * @throws GuardException if the answer has no state; {@link #tellsState} tells
   */
  public GuardState state() throws GuardException {
    String state = fields.getOrDefault("state", "");
    for (GuardState known : GuardState.values()) {
      if (known.name().equals(state)) {
        return known;
      }
    }
    throw new GuardException("a guard's answer has the unknown state '" + printable(state) + "'");
  }

  /** The same; empty where this answer tells none. */
  public Optional<GuardState> knownState() {
    try {
      return Optional.of(state());
    } catch (GuardException none) {
      return Optional.empty();
    }
  }

  public String boot() {
    return fields.getOrDefault("boot", "");
  }

  /** Centiseconds since the node's boot. */
  public long uptime() throws GuardException {
    return number("uptime");
  }

  /** The number of steps done on this node. */
  public int done() throws GuardException {
    return (int) Math.min(number("done"), Integer.MAX_VALUE);
  }

  /**
   * How long until the node undoes by itself unless it hears more, in hundredths of a second; 0
   * where it counts nothing, or where the answer does not tell.
   */
  public long left() {
    String left = fields.getOrDefault("remaining", "");
    return left.matches("[0-9]{1,15}") ? Long.parseLong(left) : 0;
  }

  /** Whether the answer has the node's kind in the run, even an empty one. */
  public boolean tellsKind() {
    return fields.containsKey("kind");
  }

  /**
   * The node's kind in the run, as the node says; empty if it was never armed for the run.
   *
   * @throws GuardException if the field is not valid
   */
  public Optional<NodeKind> kind() throws GuardException {
    String kind = fields.getOrDefault("kind", "");
    return kind.isEmpty() ? Optional.empty() : Optional.of(kind(kind));
  }

  /**
   * All nodes of the run with their kinds, as this node was told at arming; empty if it was not
   * armed.
   *
   * @throws GuardException if the field is not valid
   */
  public Map<String, NodeKind> nodes() throws GuardException {
    String list = fields.getOrDefault("nodes", "");
    Map<String, NodeKind> nodes = new LinkedHashMap<>();
    for (String entry : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      int colon = entry.lastIndexOf(':');
      if (colon < 1
          || nodes.put(entry.substring(0, colon), kind(entry.substring(colon + 1))) != null) {
        throw new GuardException("a guard's answer has the invalid field nodes=" + printable(list));
      }
    }
    return nodes;
  }

  private static NodeKind kind(String word) throws GuardException {
    for (NodeKind kind : NodeKind.values()) {
      if (kind.wireName().equals(word)) {
        return kind;
      }
    }
    throw new GuardException(
        "a guard's answer has the unknown kind of node '" + printable(word) + "'");
  }

  public long number(String field) throws GuardException {
    String value = fields.getOrDefault(field, "");
    if (!value.matches("[0-9]{1,15}")) {
      throw new GuardException(
          "a guard's answer has the invalid field " + field + "=" + printable(value));
    }
    return Long.parseLong(value);
  }

  public String field(String name) {
    return printable(fields.getOrDefault(name, ""));
  }

  /** The text of a base64 field, safe to show; empty if the field is absent. */
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
