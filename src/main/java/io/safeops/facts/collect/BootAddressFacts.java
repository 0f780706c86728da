package io.safeops.facts.collect;

import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.node.BootAddress;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Nic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The addresses that the boot configuration gives to interfaces that are ports of an OVS bridge,
 * from the section {@code bootaddresses} of {@code facts.sh}: {@code nic NAME FILE}, and after it
 * {@code address VALUE} and {@code dhcp VALUE}. Only systemd-networkd is asked, also where netplan
 * writes its files. What other programs configure is not read.
 */
final class BootAddressFacts {

  /** Values by which {@code DHCP=} asks for nothing (systemd.network(5), booleans). */
  private static final Set<String> OFF = Set.of("", "no", "none", "false", "off", "n", "f", "0");

  /** A line of the script. It is as long as a path can be (PATH_MAX), and a name before it. */
  private static final Pattern LINE =
      Pattern.compile("[\\x21-\\x7e]{1,16}( [\\x21-\\x7e]{1,4096}){1,2}");

  /** What systemd-networkd can take for an address. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?");

  private BootAddressFacts() {}

  /**
   * The addresses; empty if networkd has no file for one of the interfaces, and gives the others no
   * address either.
   */
  static Optional<List<BootAddress>> of(Section section, List<Bridge> bridges, List<Nic> nics) {
    if (section.exit() != 0 || nics.isEmpty()) {
      return Optional.empty();
    }
    Set<String> unread = asked(bridges, nics);
    List<BootAddress> found = new ArrayList<>();
    String nic = "";
    String file = "";
    for (String line : section.output().split("\n")) {
      String[] words = LINE.matcher(line).matches() ? line.split(" ", 3) : new String[0];
      if (words.length == 3 && words[0].equals("nic")) {
        nic = words[1];
        file = words[2];
        unread.remove(nic);
      } else if (words.length == 2 && !nic.isEmpty()) {
        String of = nic;
        String source = file;
        address(words[0], words[1])
            .map(address -> new BootAddress(of, address, source))
            .ifPresent(found::add);
      }
    }
    return unread.isEmpty() || !found.isEmpty() ? Optional.of(found) : Optional.empty();
  }

  private static Optional<String> address(String key, String value) {
    return switch (key) {
      case "address" -> Optional.of(value).filter(each -> ADDRESS.matcher(each).matches());
      case "dhcp" ->
          OFF.contains(value.toLowerCase(Locale.ROOT))
              ? Optional.empty()
              : Optional.of(BootAddress.DHCP);
      default -> Optional.empty();
    };
  }

  /** Kernel interfaces in bridges that belong to no VM. */
  private static Set<String> asked(List<Bridge> bridges, List<Nic> nics) {
    Set<String> asked = new HashSet<>();
    for (Bridge bridge : bridges) {
      for (BridgePort port : bridge.ports()) {
        for (BridgeInterface member : port.members()) {
          if (member.kind().equals(BridgePort.SYSTEM)
              && !port.externalIds().containsKey(BridgePort.IFACE_ID)
              && nics.stream().anyMatch(nic -> nic.isCalled(member.name()))) {
            asked.add(member.name());
          }
        }
      }
    }
    return asked;
  }
}
