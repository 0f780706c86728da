package io.safeops.action.bridge;

import io.safeops.action.commandline.CommandPart;
import io.safeops.plan.ParamType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A change of the set of OpenFlow versions that a bridge speaks. An empty set stands for OVS's own
 * default, which is all of them (ovs-vswitchd.conf.db(5), column protocols of Bridge).
 */
public record ProtocolEdit(Mode mode, List<String> versions) {

  /** How the set changes. */
  enum Mode {
    /** Adds these versions. An empty set stays empty, because it already allows them. */
    INCLUDE,
    /** Sets exactly these versions. An empty list sets the default. */
    EXACTLY,
    /** Adds these versions as {@code ovs-vsctl add} does: an empty set then allows only these. */
    ADD,
    /**
     * Removes these versions as {@code ovs-vsctl remove} does: without its last version the set is
     * the default.
     */
    REMOVE
  }

  /** The versions that ovs-vswitchd.conf.db(5) lists. */
  static final List<String> VERSIONS =
      List.of(
          "OpenFlow10",
          "OpenFlow11",
          "OpenFlow12",
          "OpenFlow13",
          "OpenFlow14",
          "OpenFlow15",
          "OpenFlow16");

  private static final List<String> OPTIONS =
      List.of("--no-wait", "--timeout=[0-9]+", "-t[0-9]+", "--if-exists");
  private static final Pattern ASSIGNMENT = Pattern.compile("protocols=\\[?([A-Za-z0-9, ]*)]?");

  public ProtocolEdit {
    versions = sorted(versions);
  }

  /** An edit and its bridge. */
  public record OfBridge(String bridge, ProtocolEdit edit) {}

  /** The set after the edit, sorted as OVSDB keeps it. */
  List<String> applied(List<String> current) {
    TreeSet<String> all = new TreeSet<>(current);
    switch (mode) {
      case INCLUDE -> {
        if (!current.isEmpty()) {
          all.addAll(versions);
        }
      }
      case EXACTLY -> {
        all.clear();
        all.addAll(versions);
      }
      case ADD -> all.addAll(versions);
      case REMOVE -> versions.forEach(all::remove);
    }
    return List.copyOf(all);
  }

  /**
   * Reads {@code set|add|remove|clear Bridge NAME protocols}; empty when the line is anything else,
   * or names a version that OVS does not know.
   */
  public static Optional<OfBridge> read(List<String> argv) {
    List<CommandPart> parts = CommandPart.of(argv);
    if (parts.size() != 1 || parts.get(0).strange(OPTIONS).isPresent()) {
      return Optional.empty();
    }
    List<String> words = parts.get(0).words();
    if (words.size() < 4
        || !isBridgeTable(words.get(1))
        || ParamType.BRIDGE.refuse(words.get(2)).isPresent()) {
      return Optional.empty();
    }
    return edit(words).map(edit -> new OfBridge(words.get(2), edit));
  }

  /**
   * Whether the word names the table Bridge. {@code ovs-vsctl} also takes the beginning of the
   * name; no other table of Open_vSwitch begins that way.
   */
  private static boolean isBridgeTable(String written) {
    return !written.isEmpty() && "bridge".startsWith(written.toLowerCase(Locale.ROOT));
  }

  private static Optional<ProtocolEdit> edit(List<String> words) {
    List<String> rest = words.subList(3, words.size());
    var assignment = ASSIGNMENT.matcher(rest.get(0));
    return switch (words.get(0)) {
      case "clear" ->
          rest.equals(List.of("protocols")) ? edit(Mode.EXACTLY, List.of()) : Optional.empty();
      case "set" ->
          rest.size() == 1 && assignment.matches()
              ? edit(Mode.EXACTLY, split(assignment.group(1)))
              : Optional.empty();
      case "add" -> named(Mode.ADD, rest);
      case "remove" -> named(Mode.REMOVE, rest);
      default -> Optional.empty();
    };
  }

  private static Optional<ProtocolEdit> named(Mode mode, List<String> rest) {
    return rest.size() > 1 && rest.get(0).equals("protocols")
        ? edit(mode, split(String.join(",", rest.subList(1, rest.size()))))
        : Optional.empty();
  }

  private static Optional<ProtocolEdit> edit(Mode mode, List<String> versions) {
    return VERSIONS.containsAll(versions)
        ? Optional.of(new ProtocolEdit(mode, versions))
        : Optional.empty();
  }

  private static List<String> split(String list) {
    return Arrays.stream(list.split("[, ]+")).filter(word -> !word.isEmpty()).toList();
  }

  static List<String> sorted(List<String> versions) {
    return List.copyOf(new TreeSet<>(versions));
  }
}
