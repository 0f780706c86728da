package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
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
 * from the section {@code bootaddresses} of {@code facts.sh}: {@code nic NAME SOURCE}, and after it
 * {@code address VALUE} and {@code dhcp VALUE}. systemd-networkd is asked, also where netplan
 * writes its files, and NetworkManager. What other programs configure is not read, nor whether an
 * interface takes addresses from router advertisements.
 */
final class BootAddressFacts {

  /** Values by which {@code DHCP=} asks for nothing (systemd.network(5), booleans). */
  private static final Set<String> OFF = Set.of("", "no", "none", "false", "off", "n", "f", "0");

  /** A line of the script: a word, a name or an address, and a path (PATH_MAX) or a connection. */
  private static final Pattern LINE = Pattern.compile("\\S{1,16} \\S{1,255}( .{1,4096})?");

  /** What systemd-networkd can take for an address. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}(/[0-9]{1,3})?");

  private BootAddressFacts() {}

  /**
   * The addresses; empty if nobody could tell about one of the interfaces, and the others get no
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
      String[] words = words(line);
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

  private static String[] words(String line) {
    try {
      return LINE.matcher(line).matches() ? UntrustedInput.text(line).split(" ", 3) : new String[0];
    } catch (FactException e) {
      throw new IllegalStateException("a line of bounded length", e);
    }
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
