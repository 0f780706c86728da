package io.safeops.action.exec;

import io.safeops.action.commandline.CommandWords;
import io.safeops.action.effect.LineEffect;
import io.safeops.action.effect.LineEffects;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * The known effect of a command that is refused or opaque: its own, or that of the commands which
 * it runs.
 */
final class KnownEffect {

  private KnownEffect() {}

  /** The facts afterwards; unchanged if nothing is known. */
  static Cluster of(List<String> argv, List<String> nodes, Cluster before) {
    if (argv.size() >= CommandReader.LONGEST_CHAIN) {
      return before;
    }
    Optional<WrapperPrograms.WrappedCommands> wrapped = WrapperPrograms.of(argv);
    if (wrapped.isEmpty()) {
      return LineEffects.after(LineEffects.of(argv, nodes), before);
    }
    String program = CommandWords.program(argv);
    List<List<String>> commands = wrapped.get().commands();
    Cluster after = before;
    for (int at = 0; at < commands.size() && commands.size() < CommandReader.LONGEST_CHAIN; at++) {
      List<String> command = commands.get(at);
      Optional<LineEffect> kill =
          CommandWords.program(command).equals("kill") && at + 1 < commands.size()
              ? LineEffects.ofKill(command, commands.get(at + 1), nodes)
              : Optional.empty();
      if (kill.isPresent()) {
        after = LineEffects.after(kill, after);
        at++;
      } else if (isHere(program, CommandWords.program(command))) {
        after = CommandReader.read(command, Optional.empty(), nodes).effect(after);
      }
    }
    return after;
  }

  /**
   * Whether a command that another program runs acts on the node itself: not one that runs on
   * another host, and no command on interfaces or processes in another namespace.
   */
  private static boolean isHere(String wrapper, String program) {
    return switch (wrapper) {
      case "ssh", "lxc", "pct", "machinectl", "kubectl", "oc", "lxc-attach", "systemd-nspawn" ->
          false;
      case "ip", "nsenter", "unshare", "chroot", "docker", "podman", "crictl" ->
          program.startsWith("ovs-") || program.startsWith("ovn-");
      default -> true;
    };
  }
}
