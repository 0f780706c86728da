package io.safeops.action.bridge;

import io.safeops.action.commandline.CommandPart;
import io.safeops.plan.ParamType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An {@code ovs-vsctl} command line, read as edits of bridge ports, or the reason why it is not
 * understood.
 *
 * @param refusal empty if it is understood
 */
public record VswitchCommandLine(List<BridgePortEdit> edits, Optional<String> refusal) {

  private static final List<String> OPTIONS =
      List.of("--may-exist", "--if-exists", "--no-wait", "--timeout=[0-9]+", "-t[0-9]+");

  public static VswitchCommandLine read(List<String> argv) {
    List<BridgePortEdit> edits = new ArrayList<>();
    List<CommandPart> parts = CommandPart.of(argv);
    if (parts.isEmpty()) {
      return refused("`ovs-vsctl` without a command");
    }
    for (CommandPart part : parts) {
      Optional<String> strange = part.strange(OPTIONS);
      if (strange.isPresent()) {
        return refused("option `" + strange.get() + "` of ovs-vsctl is not understood");
      }
      if (!read(part, edits)) {
        return refused(
            "`ovs-vsctl "
                + String.join(" ", part.words())
                + "` is not understood: add-port, del-port, and set Interface type=internal of a"
                + " port added just before in the same line are");
      }
    }
    return new VswitchCommandLine(List.copyOf(edits), Optional.empty());
  }

  private static VswitchCommandLine refused(String why) {
    return new VswitchCommandLine(List.of(), Optional.of(why));
  }

  private static boolean read(CommandPart part, List<BridgePortEdit> edits) {
    List<String> words = part.words();
    return switch (part.command()) {
      case "add-port" -> addPort(part, edits);
      case "del-port" -> {
        boolean named = words.size() == 2 || words.size() == 3;
        if (!named || words.stream().skip(1).anyMatch(word -> !isName(word))) {
          yield false;
        }
        yield edits.add(
            BridgePortEdit.remove(
                words.size() == 3 ? Optional.of(words.get(1)) : Optional.empty(),
                words.get(words.size() - 1),
                part.options().contains("--if-exists")));
      }
      case "set" -> set(words, edits);
      default -> false;
    };
  }

  private static boolean addPort(CommandPart part, List<BridgePortEdit> edits) {
    List<String> words = part.words();
    if (words.size() < 3
        || words.size() > 4
        || ParamType.BRIDGE.refuse(words.get(1)).isPresent()
        || !isName(words.get(2))) {
      return false;
    }
    Optional<Long> tag = Optional.empty();
    if (words.size() == 4) {
      if (!words.get(3).matches("tag=[0-9]{1,4}")) {
        return false;
      }
      tag = Optional.of(Long.parseLong(words.get(3).substring("tag=".length())));
    }
    return edits.add(
        BridgePortEdit.add(
            words.get(1), words.get(2), tag, part.options().contains("--may-exist")));
  }

  /**
   * Reads {@code set Interface PORT type=internal} right after the port was added. Two patch ports
   * on one bridge are a loop, and a tunnel may be one. No rule looks for either, so every other
   * type is refused, and so are the options that only those types have.
   */
  private static boolean set(List<String> words, List<BridgePortEdit> edits) {
    if (words.size() != 4
        || !isInterfaceTable(words.get(1))
        || !words.get(3).equals("type=internal")
        || edits.isEmpty()
        || !edits.get(edits.size() - 1).add()
        || !edits.get(edits.size() - 1).port().equals(words.get(2))) {
      return false;
    }
    return edits.add(edits.remove(edits.size() - 1).asInternal());
  }

  /**
   * Whether the word names the table Interface. {@code ovs-vsctl} also takes the beginning of the
   * name; IPFIX begins with the same letter.
   */
  private static boolean isInterfaceTable(String written) {
    return written.length() > 1 && "interface".startsWith(written.toLowerCase(Locale.ROOT));
  }

  /**
   * Whether the word can name a port. Names of patch ports are longer than names of kernel
   * interfaces.
   */
  private static boolean isName(String name) {
    return name.matches("[A-Za-z0-9_][A-Za-z0-9_.:@+-]{0,120}");
  }
}
