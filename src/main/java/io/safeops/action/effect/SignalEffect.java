package io.safeops.action.effect;

import io.safeops.action.commandline.CommandWords;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.predict.ServiceEffect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * The effect of {@code kill}, {@code pkill} and {@code killall} on the daemons of OVN and OVS. A
 * supervisor may start again what a signal has ended; until then it is gone.
 */
final class SignalEffect {

  /** The name of the process of each component, as the kernel has it. */
  private static final Map<ComponentName, String> PROCESSES =
      Map.of(
          ComponentName.NORTHD, "ovn-northd",
          ComponentName.NORTHBOUND, "ovsdb-server",
          ComponentName.SOUTHBOUND, "ovsdb-server",
          ComponentName.CONTROLLER, "ovn-controller",
          ComponentName.VSWITCHD, "ovs-vswitchd",
          ComponentName.OVSDB, "ovsdb-server",
          ComponentName.NEUTRON_SERVER, "neutron-server");

  /** Words of each one's command line, for patterns that are searched there. */
  private static final Map<ComponentName, String> LINES =
      Map.of(
          ComponentName.NORTHD,
          "ovn-northd -vconsole:emer --ovnnb-db=unix:/var/run/ovn/ovnnb_db.sock"
              + " --ovnsb-db=unix:/var/run/ovn/ovnsb_db.sock --pidfile=/var/run/ovn/ovn-northd.pid",
          ComponentName.NORTHBOUND,
          "ovsdb-server --remote=punix:/var/run/ovn/ovnnb_db.sock"
              + " --pidfile=/var/run/ovn/ovnnb_db.pid /var/lib/ovn/ovnnb_db.db",
          ComponentName.SOUTHBOUND,
          "ovsdb-server --remote=punix:/var/run/ovn/ovnsb_db.sock"
              + " --pidfile=/var/run/ovn/ovnsb_db.pid /var/lib/ovn/ovnsb_db.db",
          ComponentName.CONTROLLER,
          "ovn-controller unix:/var/run/openvswitch/db.sock"
              + " --pidfile=/var/run/ovn/ovn-controller.pid",
          ComponentName.VSWITCHD,
          "ovs-vswitchd unix:/var/run/openvswitch/db.sock"
              + " --pidfile=/var/run/openvswitch/ovs-vswitchd.pid",
          ComponentName.OVSDB,
          "ovsdb-server /etc/openvswitch/conf.db --remote=punix:/var/run/openvswitch/db.sock"
              + " --pidfile=/var/run/openvswitch/ovsdb-server.pid",
          ComponentName.NEUTRON_SERVER,
          "/usr/bin/python3 /usr/bin/neutron-server");

  /** Signals that none of the daemons takes as a request to end. */
  private static final Set<String> HARMLESS = Set.of("0", "CHLD", "URG", "WINCH", "PIPE");

  private static final Map<String, String> NUMBERS =
      Map.of(
          "1", "HUP", "2", "INT", "3", "QUIT", "6", "ABRT", "9", "KILL", "15", "TERM", "18", "CONT",
          "19", "STOP", "20", "TSTP");

  private SignalEffect() {}

  /** What is signalled, and how. */
  private record Read(String signal, List<String> words, Set<String> flags) {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv, List<String> nodes) {
    String program = CommandWords.program(argv);
    Optional<Read> read = words(argv, program);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    if (read.get().words().isEmpty()) {
      return program.equals("kill") && read.get().flags().contains("-l")
          ? Optional.of(LineEffect.NONE)
          : Optional.empty();
    }
    Optional<Predicate<Component>> meant =
        switch (program) {
          case "kill" -> pids(read.get().words());
          case "killall" -> names(read.get().words());
          default -> pattern(read.get());
        };
    return meant.map(components -> signal(nodes, components, read.get().signal()));
  }

  /**
   * The effect of {@code kill} on the process that another command names, as in {@code kill -STOP
   * $(pidof ovs-vswitchd)}.
   *
   * @param naming {@code pidof}, {@code pgrep} or {@code cat} of a file with the process id
   */
  static Optional<LineEffect> read(List<String> argv, List<String> naming, List<String> nodes) {
    Optional<Read> read = words(argv, "kill");
    List<String> words =
        naming.subList(1, naming.size()).stream().filter(word -> !word.startsWith("-")).toList();
    if (read.isEmpty() || words.isEmpty() || !read.get().words().stream().allMatch("$"::equals)) {
      return Optional.empty();
    }
    Set<String> flags = naming.contains("-f") ? Set.of("-f") : Set.of();
    Optional<Predicate<Component>> meant =
        switch (CommandWords.program(naming)) {
          case "pidof" -> names(words);
          case "pgrep" -> pattern(new Read("", words, flags));
          case "cat" ->
              Optional.of(
                  component ->
                      words.stream()
                          .anyMatch(
                              word ->
                                  line(component)
                                      .contains("/" + word.substring(word.lastIndexOf('/') + 1))));
          default -> Optional.empty();
        };
    return meant.map(components -> signal(nodes, components, read.get().signal()));
  }

  private static Optional<Read> words(List<String> argv, String program) {
    String signal = "TERM";
    List<String> words = new ArrayList<>();
    Set<String> flags = new TreeSet<>();
    for (int at = 1; at < argv.size(); at++) {
      String word = argv.get(at);
      boolean valued = word.matches("-s|--signal|-n") && program.matches("kill|pkill|killall");
      if (valued && at + 1 < argv.size()) {
        at++;
        signal = argv.get(at);
      } else if (word.startsWith("--signal=")) {
        signal = word.substring("--signal=".length());
      } else if (word.equals("--")) {
        continue;
      } else if (word.matches("-([0-9]{1,2}|(SIG)?[A-Z]{2,6}[0-9]?)")) {
        signal = word.substring(1);
      } else if (word.matches("-[felxqwvi]{1,5}|--full|--exact|--quiet|--wait|--oldest|--newest")) {
        flags.add(word.equals("--full") || word.contains("f") ? "-f" : word);
        if (word.contains("x") || word.equals("--exact")) {
          flags.add("-x");
        }
      } else if (word.startsWith("-")) {
        return Optional.empty();
      } else {
        words.add(word);
      }
    }
    String plain = signal.toUpperCase(Locale.ROOT).replaceFirst("^SIG", "");
    return Optional.of(new Read(NUMBERS.getOrDefault(plain, plain), words, flags));
  }

  private static Optional<Predicate<Component>> pids(List<String> words) {
    return words.stream().allMatch(word -> word.matches("[0-9]{1,9}"))
        ? Optional.of(
            component ->
                component.pid().filter(pid -> words.contains(String.valueOf(pid))).isPresent())
        : Optional.empty();
  }

  private static Optional<Predicate<Component>> names(List<String> words) {
    List<String> plain =
        words.stream().map(word -> word.substring(word.lastIndexOf('/') + 1)).toList();
    return Optional.of(component -> plain.contains(process(component)));
  }

  private static Optional<Predicate<Component>> pattern(Read read) {
    if (read.words().size() != 1) {
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(read.words().get(0));
      boolean whole = read.flags().contains("-f");
      boolean exact = read.flags().contains("-x");
      return Optional.of(
          component -> {
            String searched = whole ? line(component) : process(component);
            return exact ? pattern.matcher(searched).matches() : pattern.matcher(searched).find();
          });
    } catch (PatternSyntaxException notRead) {
      return Optional.empty();
    }
  }

  private static String process(Component component) {
    return PROCESSES.getOrDefault(component.known(), "");
  }

  private static String line(Component component) {
    return LINES.getOrDefault(component.known(), "");
  }

  /** The effect of a signal on the components of each node that are meant. */
  static LineEffect signal(List<String> nodes, Predicate<Component> meant, String signal) {
    return LineEffect.onNodes(nodes, (before, name) -> signalled(before, name, meant, signal));
  }

  private static Cluster signalled(
      Cluster before, String name, Predicate<Component> meant, String signal) {
    Node node = before.node(name).orElseThrow();
    Set<String> components =
        node.components().stream()
            .filter(Component::isActive)
            .filter(meant)
            .map(Component::name)
            .collect(Collectors.toCollection(TreeSet::new));
    if (components.isEmpty() || HARMLESS.contains(signal)) {
      return before;
    }
    return switch (signal) {
      case "STOP", "TSTP" -> ServiceEffect.frozen(before, node, components);
      case "CONT" -> ServiceEffect.resumed(before, node, components);
      default -> ServiceEffect.killed(before, node, components);
    };
  }
}
