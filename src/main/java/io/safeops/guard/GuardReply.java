package io.safeops.guard;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Printable;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a guard answered: yes, or no and why, and always the state its disk holds.
 *
 * @param ok whether it was done (or had been done before)
 * @param fields as sent; a node's answer is hostile input, so every getter checks
 */
public record GuardReply(boolean ok, Map<String, String> fields) {

  private static final int MAX_LINE = 1 << 20;

  public GuardReply {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /**
   * Reads a reply line.
   *
   * @throws GuardException when it is none
   */
  public static GuardReply parse(String line) throws GuardException {
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
    return new GuardReply(words[0].equals("OK"), fields);
  }

  /**
   * Whether it is about this run, or about none: a word about another one, that came by whatever
   * way, must not be taken for an end of this.
   */
  public boolean isAbout(String run) {
    String named = fields.getOrDefault("run", "");
    return named.isEmpty() || named.equals(run);
  }

  /** Why not: one word; empty when {@link #ok}. */
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

  /** Steps done on this node. */
  public int done() throws GuardException {
    return (int) Math.min(number("done"), Integer.MAX_VALUE);
  }

  /** Whether the answer says what the node is to the run, be it nothing. */
  public boolean tellsKind() {
    return fields.containsKey("kind");
  }

  /**
   * What the node is to the run, by its own word; empty when it was never armed for it.
   *
   * @throws GuardException when the answer says something else
   */
  public Optional<NodeKind> kind() throws GuardException {
    String kind = fields.getOrDefault("kind", "");
    return kind.isEmpty() ? Optional.empty() : Optional.of(kind(kind));
  }

  /**
   * Every node of the run with its kind, as this node was told when it was armed; empty when it was
   * not.
   *
   * @throws GuardException when the answer says something else
   */
  public Map<String, NodeKind> nodes() throws GuardException {
    String list = fields.getOrDefault("nodes", "");
    Map<String, NodeKind> nodes = new LinkedHashMap<>();
    for (String entry : list.isEmpty() ? new String[0] : list.split(",", -1)) {
      int colon = entry.lastIndexOf(':');
      if (colon < 1
          || nodes.put(entry.substring(0, colon), kind(entry.substring(colon + 1))) != null) {
        throw new GuardException("a guard answered nodes=" + printable(list));
      }
    }
    return nodes;
  }

  private static NodeKind kind(String word) throws GuardException {
    for (NodeKind kind : NodeKind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    throw new GuardException("a guard answered the unknown kind '" + printable(word) + "'");
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
