package io.safeops.action.effect;

import io.safeops.action.commandline.CommandWords;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what a command line does to the facts. It is for lines that safeops refuses, or runs
 * without understanding them, so that a review can name what they would cut. Of a line that is not
 * known nothing is predicted.
 */
public final class LineEffects {

  private LineEffects() {}

  /**
   * The effect of a line; empty if it is not known.
   *
   * @param nodes the nodes on which it runs
   */
  public static Optional<LineEffect> of(List<String> argv, List<String> nodes) {
    String program = CommandWords.program(argv);
    return switch (program) {
      case "ovs-vsctl" -> VsctlEffect.read(argv, nodes);
      case "ovn-nbctl" -> NbctlEffect.read(argv);
      case "ovn-sbctl" -> SbctlEffect.read(argv);
      case "ovs-ofctl" -> OfctlEffect.read(argv, nodes);
      case "ovs-appctl", "ovn-appctl" -> UnitEffect.appctl(argv, nodes);
      case "ip" -> IpEffect.read(argv, nodes);
      case "ifconfig", "ifdown", "nmcli", "networkctl", "brctl" ->
          InterfaceEffect.read(program, argv, nodes);
      case "kill", "pkill", "killall" -> SignalEffect.read(argv, nodes);
      case "systemctl" -> UnitEffect.systemctl(argv, nodes);
      case "service" -> UnitEffect.service(argv, nodes);
      case "docker", "podman" -> UnitEffect.container(argv, nodes);
      case "hostname", "hostnamectl" -> HostnameEffect.read(program, argv, nodes);
      default -> Optional.empty();
    };
  }

  /**
   * The effect of {@code kill} on the process that the next command names, as a shell runs {@code
   * kill -STOP $(pidof ovs-vswitchd)}; empty if it is not known.
   */
  public static Optional<LineEffect> ofKill(
      List<String> kill, List<String> naming, List<String> nodes) {
    return SignalEffect.read(kill, naming, nodes);
  }

  /** The facts after a line; unchanged if its effect is not known or it would fail. */
  public static Cluster after(Optional<LineEffect> effect, Cluster before) {
    try {
      return effect.map(each -> each.or(before)).orElse(before);
    } catch (IllegalArgumentException noSuchValue) {
      // The facts do not take the value, and neither does the program.
      return before;
    }
  }
}
