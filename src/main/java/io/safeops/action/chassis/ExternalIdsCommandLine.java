package io.safeops.action.chassis;

import io.safeops.action.Action;
import io.safeops.action.commandline.CommandPart;
import io.safeops.facts.node.BridgePort;
import io.safeops.plan.ParamType;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An {@code ovs-vsctl} command line that sets or removes {@code external_ids} of Open_vSwitch, or
 * the {@code iface-id} of an Interface.
 *
 * @param action empty if it is not understood
 * @param refusal why it is not understood
 */
public record ExternalIdsCommandLine(Optional<Action> action, Optional<String> refusal) {

  private static final List<String> OPTIONS =
      List.of("--no-wait", "--timeout=[0-9]+", "-t[0-9]+", "--if-exists");
  private static final Pattern COLUMN = Pattern.compile("(?i)external[-_]ids");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("(?i)external[-_]ids:(\"[^\"]*\"|[^=\"]+)=(\"[^\"]*\"|[^\"]*)");

  /** Reads a command line; empty if it is about something else. */
  public static Optional<ExternalIdsCommandLine> read(List<String> argv, List<String> nodes) {
    List<CommandPart> parts = CommandPart.of(argv);
    if (parts.size() != 1 || parts.get(0).words().size() < 4) {
      return Optional.empty();
    }
    List<String> words = parts.get(0).words();
    boolean known = words.get(0).equals("set") || words.get(0).equals("remove");
    String table = words.get(1).toLowerCase(Locale.ROOT).replace('-', '_');
    boolean root = !table.isEmpty() && "open_vswitch".startsWith(table);
    boolean port = table.length() > 1 && "interface".startsWith(table);
    if (!known || !(root || port) || !isAboutIds(words)) {
      return Optional.empty();
    }
    Optional<String> strange = parts.get(0).strange(OPTIONS);
    if (strange.isPresent()) {
      return refused("option `" + strange.get() + "` of ovs-vsctl is not understood");
    }
    Optional<Map<String, Optional<String>>> values = values(words);
    if (values.isEmpty()) {
      return refused(
          "`"
              + ShellQuote.words(argv)
              + "` is not understood: external_ids:KEY=VALUE to set and external_ids KEY to remove"
              + " are");
    }
    return Optional.of(
        root
            ? ofRoot(words.get(2), values.get(), nodes)
            : ofInterface(words.get(2), values.get(), nodes));
  }

  private static boolean isAboutIds(List<String> words) {
    return words.get(0).equals("remove")
        ? COLUMN.matcher(words.get(3)).matches()
        : words.get(3).toLowerCase(Locale.ROOT).matches("external[-_]ids[:=].*");
  }

  /** The values by key; an empty value removes the key. */
  private static Optional<Map<String, Optional<String>>> values(List<String> words) {
    Map<String, Optional<String>> values = new TreeMap<>();
    if (words.get(0).equals("remove")) {
      for (String key : words.subList(4, words.size())) {
        values.put(unquoted(key), Optional.empty());
      }
      return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }
    for (String word : words.subList(3, words.size())) {
      Matcher assignment = ASSIGNMENT.matcher(word);
      if (!assignment.matches()) {
        return Optional.empty();
      }
      values.put(unquoted(assignment.group(1)), Optional.of(unquoted(assignment.group(2))));
    }
    return Optional.of(values);
  }

  private static ExternalIdsCommandLine ofRoot(
      String row, Map<String, Optional<String>> values, List<String> nodes) {
    List<String> why = new ArrayList<>();
    if (!row.equals(".")) {
      why.add("Open_vSwitch has one row: write it as `.`");
    }
    values.forEach(
        (key, value) ->
            value
                .map(text -> ChassisKeys.refuse(key, text))
                .orElseGet(() -> ChassisKeys.refuse(key))
                .ifPresent(why::add));
    return why.isEmpty()
        ? new ExternalIdsCommandLine(
            Optional.of(new ChassisSettings("exec", nodes, values)), Optional.empty())
        : new ExternalIdsCommandLine(Optional.empty(), Optional.of(String.join("; ", why)));
  }

  private static ExternalIdsCommandLine ofInterface(
      String row, Map<String, Optional<String>> values, List<String> nodes) {
    Optional<String> port = values.getOrDefault(BridgePort.IFACE_ID, Optional.empty());
    boolean understood =
        values.keySet().equals(java.util.Set.of(BridgePort.IFACE_ID))
            && row.matches("[A-Za-z0-9_][A-Za-z0-9_.:@+-]{0,120}")
            && port.flatMap(ParamType.OVN_PORT::refuse).isEmpty();
    return understood
        ? new ExternalIdsCommandLine(
            Optional.of(new InterfaceId("exec", nodes, row, port)), Optional.empty())
        : new ExternalIdsCommandLine(
            Optional.empty(),
            Optional.of("of the external_ids of an interface only iface-id is understood"));
  }

  private static Optional<ExternalIdsCommandLine> refused(String why) {
    return Optional.of(new ExternalIdsCommandLine(Optional.empty(), Optional.of(why)));
  }

  private static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }
}
