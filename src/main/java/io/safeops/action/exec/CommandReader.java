package io.safeops.action.exec;

import io.safeops.action.Action;
import io.safeops.action.ActionForm;
import io.safeops.action.Arguments;
import io.safeops.action.Understanding;
import io.safeops.action.bridge.BridgePorts;
import io.safeops.action.bridge.BridgeProtocols;
import io.safeops.action.bridge.ProtocolEdit;
import io.safeops.action.bridge.VswitchCommandLine;
import io.safeops.action.chassis.ExternalIdsCommandLine;
import io.safeops.action.commandline.CommandWords;
import io.safeops.action.neutron.OpenStackCommandLine;
import io.safeops.action.northbound.NorthboundCommand;
import io.safeops.action.northbound.NorthboundCommandLine;
import io.safeops.action.service.ServiceCommandLine;
import io.safeops.document.MapReader;
import io.safeops.document.Schema;
import io.safeops.document.SecretMask;
import io.safeops.document.Value;
import io.safeops.transport.ShellQuote;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the command lines of {@code exec} steps. A line is understood as a typed action, refused if
 * it is not understood and its family is known to cut nodes off, or opaque.
 */
public final class CommandReader {

  /** Programs of which every form is refused unless it is modelled. */
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
          "pcs",
          "docker",
          "podman",
          "crictl",
          "kubectl",
          "iptables-restore",
          "ip6tables-restore",
          "ebtables",
          "arptables",
          "ufw",
          "firewall-cmd",
          "vconfig",
          "ifenslave",
          "dhclient",
          "dhcpcd",
          "udhcpc",
          "kexec",
          "update-rc.d",
          "chkconfig");

  /** The most words of a command that runs another one; longer than any line written by hand. */
  static final int LONGEST_CHAIN = 200;

  private CommandReader() {}

  private static final String NO_UNDO = "none";

  public static ActionForm form() {
    return new ActionForm(
        "exec",
        "run a command. A line that is understood is reviewed as the action that it means",
        Schema.fields(
            Schema.required(
                "argv", Arguments.argv(), "the words of the command; no shell reads them"),
            Schema.required(
                "undo",
                Schema.anyOf(
                    Schema.word(NO_UNDO),
                    Schema.fields(
                        Schema.required(
                            "argv", Arguments.argv(), "the words of the command that undoes it"))),
                "the command that undoes it, or none")),
        CommandReader::bind);
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
    } else if (undo.isPresent() && !undo.textOrEmpty().equals(NO_UNDO)) {
      undo.report("`undo`: expected a map with `argv`, or the word none");
    }
    return argv.isEmpty() ? Optional.empty() : Optional.of(read(argv, back, arguments.nodes()));
  }

  /**
   * The action that a command line means.
   *
   * @param nodes the nodes of the step, for actions that run on nodes
   */
  public static Action read(List<String> argv, Optional<List<String>> undo, List<String> nodes) {
    String program = CommandWords.program(argv);
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
    Optional<WrapperPrograms.WrappedCommands> found = WrapperPrograms.of(argv);
    if (found.isPresent()) {
      Optional<OpaqueCommand.Reason> why = whatRuns(argv, found.get(), undo, nodes);
      if (why.isPresent()) {
        return refused(argv, undo, nodes, why.get());
      }
    } else if (REFUSED.contains(program)
        || program.startsWith("mkfs")
        || program.matches("(ip6?|x)tables-.*")) {
      return refused(argv, undo, nodes, "`" + program + "` is not understood: use a typed action");
    }
    if (undo.isPresent() && !undo.get().isEmpty()) {
      Action back = read(undo.get(), Optional.empty(), nodes);
      if (back.understanding() == Understanding.REFUSED) {
        return refused(
            argv,
            undo,
            nodes,
            new OpaqueCommand.Reason(
                "its undo: " + back.refusal().orElse(""), refused(back, undo.get()), true));
      }
    }
    return new OpaqueCommand(argv, undo, nodes, Optional.empty());
  }

  /**
   * Why a command that runs another one is refused, mostly because of the other command. Empty if
   * it is opaque like any other command.
   */
  private static Optional<OpaqueCommand.Reason> whatRuns(
      List<String> argv,
      WrapperPrograms.WrappedCommands wrappedCommands,
      Optional<List<String>> undo,
      List<String> nodes) {
    // A limit for commands that run themselves again and again: a real line has only a few levels.
    boolean looks = argv.size() < LONGEST_CHAIN;
    List<Action> inner =
        looks
            ? wrappedCommands.commands().stream().map(each -> read(each, undo, nodes)).toList()
            : List.of();
    for (int at = 0; at < inner.size(); at++) {
      if (inner.get(at).understanding() == Understanding.REFUSED) {
        String reason = inner.get(at).refusal().orElse("");
        List<String> command = wrappedCommands.commands().get(at);
        String runs = "`" + shown(command) + "`";
        return Optional.of(
            new OpaqueCommand.Reason(
                (reason.startsWith(runs) ? "it runs " : "it runs " + runs + ": ") + reason,
                refused(inner.get(at), command),
                isOfUndo(inner.get(at))));
      }
    }
    if (wrappedCommands.searching()) {
      return Optional.empty();
    }
    String runs = "`" + argv.get(0) + "` runs something else: write what it runs";
    return Optional.of(
        new OpaqueCommand.Reason(
            inner.isEmpty()
                ? runs + " as argv"
                : runs + ", `" + shown(wrappedCommands.commands().get(0)) + "`, as argv",
            argv,
            false));
  }

  /** The words of the command for which a command line is refused: itself, or what it runs. */
  private static List<String> refused(Action action, List<String> argv) {
    return action instanceof OpaqueCommand opaque
        ? opaque.refused().map(OpaqueCommand.Reason::command).orElse(argv)
        : argv;
  }

  private static boolean isOfUndo(Action action) {
    return action instanceof OpaqueCommand opaque
        && opaque.refused().filter(OpaqueCommand.Reason::ofUndo).isPresent();
  }

  private static Action refused(
      List<String> argv, Optional<List<String>> undo, List<String> nodes, String why) {
    return refused(argv, undo, nodes, new OpaqueCommand.Reason(why, argv, false));
  }

  private static Action refused(
      List<String> argv,
      Optional<List<String>> undo,
      List<String> nodes,
      OpaqueCommand.Reason why) {
    String command = "`" + shown(argv) + "`";
    String reason =
        KnownHazards.of(argv)
            .map(known -> command + ": " + known + " (" + why.text() + ")")
            .orElse(why.text());
    return new OpaqueCommand(
        argv,
        undo,
        nodes,
        Optional.of(
            new OpaqueCommand.Reason(SecretMask.text(reason), why.command(), why.ofUndo())));
  }

  /** The command as text for messages. */
  private static String shown(List<String> argv) {
    return ShellQuote.words(SecretMask.arguments(argv));
  }
}
