package io.safeops.action;

import io.safeops.document.MapReader;
import io.safeops.document.Value;
import io.safeops.transport.Quote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads command lines of {@code exec} steps: understood as what they do, refused as not understood
 * where their family is known to cut nodes off, or opaque.
 */
final class CommandReader {

  /** Families whose every form is refused until it is modelled. */
  private static final Set<String> REFUSED =
      Set.of(
          "ip",
          "ifconfig",
          "route",
          "brctl",
          "bridge",
          "ifup",
          "ifdown",
          "nmcli",
          "nmstatectl",
          "netplan",
          "networkctl",
          "initctl",
          "rc-service",
          "reboot",
          "shutdown",
          "halt",
          "poweroff",
          "telinit",
          "init",
          "kill",
          "killall",
          "pkill",
          "ovs-ofctl",
          "ovs-appctl",
          "ovs-dpctl",
          "ovn-appctl",
          "ovn-sbctl",
          "ovn-ctl",
          "ovs-ctl",
          "ovsdb-client",
          "ovsdb-tool",
          "ovn-ic-nbctl",
          "ovn-ic-sbctl",
          "iptables",
          "ip6tables",
          "nft",
          "tc",
          "ethtool",
          "modprobe",
          "rmmod",
          "insmod",
          "neutron-ovn-db-sync-util",
          "neutron",
          "crm",
          "pcs");

  /** What runs something else: judged by what it runs, which is not looked into. */
  private static final Set<String> WRAPPERS =
      Set.of(
          "sh",
          "bash",
          "dash",
          "ash",
          "zsh",
          "ksh",
          "csh",
          "tcsh",
          "fish",
          "busybox",
          "toybox",
          "env",
          "sudo",
          "doas",
          "su",
          "runuser",
          "nohup",
          "setsid",
          "nice",
          "ionice",
          "timeout",
          "xargs",
          "watch",
          "script",
          "chroot",
          "nsenter",
          "unshare",
          "ssh",
          "docker",
          "podman",
          "kubectl",
          "crictl",
          "systemd-run",
          "flock",
          "at",
          "batch",
          "parallel",
          "expect",
          "eval",
          "exec",
          "python",
          "python3",
          "perl",
          "ruby",
          "lua",
          "awk",
          "gawk",
          "mawk",
          "tclsh",
          "ansible");

  private CommandReader() {}

  static ActionForm form() {
    return new ActionForm("exec", CommandReader::bind);
  }

  private static Optional<Action> bind(Arguments arguments) {
    List<String> argv = Arguments.argv(arguments.map().required("argv"));
    Value undo = arguments.map().required("undo");
    Optional<List<String>> back = Optional.empty();
    if (undo.isMap()) {
      MapReader map = undo.map();
      List<String> words = Arguments.argv(map.required("argv"));
      map.finish();
      back = Optional.of(words);
    } else if (undo.isPresent() && !undo.textOrEmpty().equals("none")) {
      undo.report("`undo`: expected a map with `argv`, or the word none");
    }
    return argv.isEmpty() ? Optional.empty() : Optional.of(read(argv, back, arguments.nodes()));
  }

  /**
   * The action that a command line amounts to.
   *
   * @param nodes of the step, for what runs on nodes
   */
  static Action read(List<String> argv, Optional<List<String>> undo, List<String> nodes) {
    String program = program(argv);
    return switch (program) {
      case "ovn-nbctl" -> {
        NorthboundCommandLine line = NorthboundCommandLine.read(argv);
        yield line.refusal().isPresent()
            ? refused(argv, undo, nodes, line.refusal().get())
            : new NorthboundCommand(argv, line.edits());
      }
      case "ovs-vsctl" -> {
        Optional<ProtocolEdit.OfBridge> protocols = ProtocolEdit.read(argv);
        if (protocols.isPresent()) {
          yield new BridgeProtocols(
              "exec", nodes, protocols.get().bridge(), protocols.get().edit());
        }
        Optional<ExternalIdsCommandLine> ids = ExternalIdsCommandLine.read(argv, nodes);
        if (ids.isPresent()) {
          yield ids.get()
              .action()
              .orElse(refused(argv, undo, nodes, ids.get().refusal().orElse("")));
        }
        VswitchCommandLine line = VswitchCommandLine.read(argv);
        yield line.refusal().isPresent()
            ? refused(argv, undo, nodes, line.refusal().get())
            : new BridgePorts("exec", nodes, line.edits(), argv);
      }
      case "systemctl" -> service(ServiceCommandLine.systemctl(argv, nodes), argv, undo, nodes);
      case "openstack" -> {
        OpenStackCommandLine line = OpenStackCommandLine.read(argv);
        yield line.action().orElse(refused(argv, undo, nodes, line.refusal().orElse("")));
      }
      case "service" -> service(ServiceCommandLine.service(argv, nodes), argv, undo, nodes);
      default -> other(program, argv, undo, nodes);
    };
  }

  private static Action service(
      ServiceCommandLine line, List<String> argv, Optional<List<String>> undo, List<String> nodes) {
    return line.change().isPresent()
        ? line.change().get()
        : refused(argv, undo, nodes, line.refusal().orElse(""));
  }

  private static Action other(
      String program, List<String> argv, Optional<List<String>> undo, List<String> nodes) {
    if (WRAPPERS.contains(program) || program.matches("python[0-9.]*")) {
      return refused(
          argv, undo, nodes, "`" + program + "` runs something else: write what it runs as argv");
    }
    if (REFUSED.contains(program) || program.startsWith("mkfs")) {
      return refused(argv, undo, nodes, "`" + program + "` is not understood: use a typed action");
    }
    return new OpaqueCommand(argv, undo, nodes, Optional.empty());
  }

  private static Action refused(
      List<String> argv, Optional<List<String>> undo, List<String> nodes, String why) {
    String command = "`" + Quote.words(argv) + "`";
    String reason =
        Consequences.of(argv).map(known -> command + ": " + known + " (" + why + ")").orElse(why);
    return new OpaqueCommand(argv, undo, nodes, Optional.of(reason));
  }

  /** The program's name without its directory. */
  static String program(List<String> argv) {
    String first = argv.isEmpty() ? "" : argv.get(0);
    return first.substring(first.lastIndexOf('/') + 1);
  }

  /**
   * One command of a line of {@code ovn-nbctl} or {@code ovs-vsctl}: its options, then its words.
   */
  record Part(List<String> options, List<String> words) {

    /** Cuts at {@code --}. A leading {@code --} ends the program's own options. */
    static List<Part> of(List<String> argv) {
      List<Part> parts = new ArrayList<>();
      List<String> options = new ArrayList<>();
      List<String> words = new ArrayList<>();
      for (String word : argv.subList(1, argv.size())) {
        if (word.equals("--")) {
          if (!words.isEmpty()) {
            parts.add(new Part(List.copyOf(options), List.copyOf(words)));
            options.clear();
            words.clear();
          }
        } else if (words.isEmpty() && word.startsWith("-")) {
          options.add(word);
        } else {
          words.add(word);
        }
      }
      if (!words.isEmpty() || !options.isEmpty()) {
        parts.add(new Part(List.copyOf(options), List.copyOf(words)));
      }
      return parts;
    }

    /** An option that is not among these; they are patterns. */
    Optional<String> strange(List<String> known) {
      return options.stream()
          .filter(option -> known.stream().noneMatch(option::matches))
          .findFirst();
    }

    String command() {
      return words.isEmpty() ? "" : words.get(0);
    }
  }
}
