package io.safeops.action.northbound;

import io.safeops.action.commandline.CommandPart;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.plan.ParamType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An {@code ovn-nbctl} command line, read as edits of ports, or the reason why it is not
 * understood.
 *
 * @param refusal empty if it is understood
 */
public record NorthboundCommandLine(List<PortEdit> edits, Optional<String> refusal) {

  /**
   * The options that are understood. safeops itself decides which database to use and how long to
   * wait, and another database is not modelled.
   */
  private static final List<String> OPTIONS =
      List.of(
          "--may-exist",
          "--if-exists",
          "--wait=(none|sb|hv)",
          "--no-wait",
          "--timeout=[0-9]+",
          "-t[0-9]+",
          "--no-leader-only",
          "--leader-only");

  public static NorthboundCommandLine read(List<String> argv) {
    List<PortEdit> edits = new ArrayList<>();
    List<CommandPart> parts = CommandPart.of(argv);
    if (parts.isEmpty()) {
      return refused("`ovn-nbctl` without a command");
    }
    for (CommandPart part : parts) {
      Optional<String> strange = part.strange(OPTIONS);
      if (strange.isPresent()) {
        return refused("option `" + strange.get() + "` of ovn-nbctl is not understood");
      }
      List<PortEdit> read = read(part);
      if (read.isEmpty()) {
        return refused(
            "`ovn-nbctl "
                + String.join(" ", part.words())
                + "` is not understood. safeops understands lsp-add, lsp-del, lsp-set-type,"
                + " lsp-set-options, lsp-set-enabled, lsp-set-addresses and set Logical_Switch_Port");
      }
      for (PortEdit edit : read) {
        if (edit instanceof PortEdit.SetType set && !LogicalPort.isModelled(set.type())) {
          return refused(
              "port type `"
                  + set.type()
                  + "` is not understood. safeops understands localnet and no type. Any other type may"
                  + " be another way out of the switch");
        }
        Optional<String> option =
            edit.options().stream().filter(key -> !LogicalPort.isModelledOption(key)).findFirst();
        if (option.isPresent()) {
          return refused(
              "option `"
                  + option.get()
                  + "` of a port is not understood. safeops understands "
                  + known());
        }
      }
      edits.addAll(read);
    }
    return new NorthboundCommandLine(List.copyOf(edits), Optional.empty());
  }

  private static NorthboundCommandLine refused(String why) {
    return new NorthboundCommandLine(List.of(), Optional.of(why));
  }

  private static String known() {
    return String.join(", ", LogicalPort.MODELLED_OPTIONS);
  }

  /** The edits of one command; none when it is not understood. */
  private static List<PortEdit> read(CommandPart part) {
    List<String> words = part.words();
    if (words.size() < 2 || !isPort(words.get(1))) {
      return List.of();
    }
    String first = words.get(1);
    List<String> rest = words.subList(2, words.size());
    return switch (words.get(0)) {
      case "lsp-add" ->
          rest.size() == 1 && isPort(rest.get(0))
              ? List.of(
                  new PortEdit.Add(first, rest.get(0), part.options().contains("--may-exist")))
              : List.of();
      case "lsp-del" ->
          rest.isEmpty()
              ? List.of(new PortEdit.Delete(first, part.options().contains("--if-exists")))
              : List.of();
      case "lsp-set-type" ->
          rest.size() == 1 && rest.get(0).matches("[a-z0-9]*")
              ? List.of(new PortEdit.SetType(first, rest.get(0)))
              : List.of();
      case "lsp-set-options" -> options(first, rest);
      case "lsp-set-enabled" ->
          rest.size() == 1 && rest.get(0).matches("enabled|disabled")
              ? List.of(new PortEdit.SetEnabled(first, rest.get(0).equals("enabled")))
              : List.of();
      case "lsp-set-addresses" -> List.of(new PortEdit.SetAddresses(first, rest));
      case "set" -> set(words);
      case "remove" -> remove(words);
      default -> List.of();
    };
  }

  private static List<PortEdit> options(String port, List<String> pairs) {
    Map<String, String> options = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        return List.of();
      }
      options.put(unquoted(pair.substring(0, equals)), unquoted(pair.substring(equals + 1)));
    }
    return List.of(new PortEdit.SetOptions(port, options));
  }

  /**
   * Reads {@code set Logical_Switch_Port PORT COLUMN[:KEY]=VALUE...} for the columns that are
   * modelled.
   */
  private static List<PortEdit> set(List<String> words) {
    if (!isPortTable(words.get(1)) || words.size() < 4 || !isPort(words.get(2))) {
      return List.of();
    }
    String port = words.get(2);
    List<PortEdit> edits = new ArrayList<>();
    for (String assignment : words.subList(3, words.size())) {
      int equals = assignment.indexOf('=');
      String column = equals < 0 ? "" : assignment.substring(0, equals);
      String value = unquoted(assignment.substring(equals + 1));
      if (column.equals("type") && value.matches("[a-z0-9]*")) {
        edits.add(new PortEdit.SetType(port, value));
      } else if (column.equals("tag") && value.matches("[0-9]{1,4}")) {
        edits.add(new PortEdit.SetTag(port, Long.parseLong(value)));
      } else if (column.equals("enabled") && value.matches("true|false")) {
        edits.add(new PortEdit.SetEnabled(port, value.equals("true")));
      } else if (column.equals("addresses") && value.matches("[A-Za-z0-9:. ]+")) {
        edits.add(new PortEdit.SetAddresses(port, List.of(value)));
      } else if (column.startsWith("options:")) {
        String key = unquoted(column.substring("options:".length()));
        edits.add(new PortEdit.PutOption(port, key, value));
      } else {
        return List.of();
      }
    }
    return edits;
  }

  /**
   * Reads {@code remove Logical_Switch_Port PORT options KEY}, with one key and without a value.
   */
  private static List<PortEdit> remove(List<String> words) {
    return words.size() == 5
            && isPortTable(words.get(1))
            && isPort(words.get(2))
            && words.get(3).equals("options")
            && words.get(4).matches("[A-Za-z0-9_-]+")
        ? List.of(new PortEdit.RemoveOption(words.get(2), words.get(4)))
        : List.of();
  }

  private static boolean isPortTable(String written) {
    return written.toLowerCase(Locale.ROOT).replace('-', '_').equals("logical_switch_port");
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static boolean isPort(String name) {
    return ParamType.OVN_PORT.refuse(name).isEmpty();
  }
}
