package io.safeops.paths.hop;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.RouterPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses that two ends of one switch have. OVN delivers what is sent to such a MAC to one of the
 * two only, and answers ARP for such an IP with the MAC of one (ovn-northd(8), ls_in_l2_lkup and
 * ls_in_arp_rsp). Of a VM and a router either may have the packets, and another one on another
 * chassis (both seen in the lab). Of a VM only the first MAC counts: further ones may be shared on
 * purpose, as that of VRRP is.
 */
final class SharedAddresses {

  /** Who has a MAC on a switch, as messages name it. */
  private final Map<String, List<String>> ofMac = new HashMap<>();

  /** The router ports that have an IP on a switch. */
  private final Map<String, List<String>> routersOfIp = new HashMap<>();

  SharedAddresses(Cluster cluster) {
    Map<String, RouterPort> routerPorts = new HashMap<>();
    Set<String> running = new HashSet<>();
    for (LogicalRouter router : cluster.logicalRouters().orElse(List.of())) {
      router.ports().forEach(port -> routerPorts.putIfAbsent(port.name(), port));
      if (router.enabled()) {
        router.ports().forEach(port -> running.add(port.name()));
      }
    }
    for (LogicalPort port : cluster.getPorts()) {
      String routerPort = port.options().getOrDefault("router-port", "");
      if (!port.enabled()) {
        continue;
      }
      if (port.type().isEmpty()) {
        firstMac(port).ifPresent(mac -> add(ofMac, port.switchName(), mac, name(port)));
      } else if (port.type().equals(LogicalPort.ROUTER) && running.contains(routerPort)) {
        RouterPort router = routerPorts.get(routerPort);
        if (router != null && router.enabled()) {
          add(ofMac, port.switchName(), router.mac(), name(router));
          router
              .networks()
              .forEach(
                  network ->
                      add(
                          routersOfIp,
                          port.switchName(),
                          network.replaceFirst("/.*", ""),
                          name(router)));
        }
      }
    }
  }

  /** Why packets to a VM's port may go to another end; empty if all its addresses are its own. */
  Optional<String> problem(LogicalPort port) {
    Optional<String> mac = firstMac(port);
    Optional<String> other =
        mac.flatMap(address -> other(ofMac, port.switchName(), address, name(port)));
    if (other.isPresent()) {
      return Optional.of(
          other.get()
              + " of the switch has its MAC "
              + mac.get()
              + ", too: packets reach one of them");
    }
    for (String ip : firstIps(port)) {
      Optional<String> router = other(routersOfIp, port.switchName(), ip, name(port));
      if (router.isPresent()) {
        return Optional.of(
            router.get()
                + " of the switch has its address "
                + ip
                + ", too: packets reach one of them");
      }
    }
    return Optional.empty();
  }

  /** The same of a router's port. */
  Optional<String> problem(RouterPort port, String switchName) {
    return other(ofMac, switchName, port.mac(), name(port))
        .map(other -> other + " has its MAC " + port.mac() + ", too: packets reach one of them");
  }

  private static String name(LogicalPort port) {
    return "port " + port.name();
  }

  private static String name(RouterPort port) {
    return "router port " + port.name();
  }

  private static void add(
      Map<String, List<String>> all, String switchName, String address, String name) {
    if (!address.isEmpty()) {
      all.computeIfAbsent(key(switchName, address), any -> new ArrayList<>()).add(name);
    }
  }

  private static Optional<String> other(
      Map<String, List<String>> all, String switchName, String address, String own) {
    return all.getOrDefault(key(switchName, address), List.of()).stream()
        .filter(name -> !name.equals(own))
        .findFirst();
  }

  private static String key(String switchName, String address) {
    return switchName + " " + address.toLowerCase(Locale.ROOT);
  }

  private static Optional<String> firstMac(LogicalPort port) {
    return port.getMacs().stream().findFirst();
  }

  private static List<String> firstIps(LogicalPort port) {
    return port.addresses().stream()
        .map(text -> List.of(text.trim().split(" +")))
        .filter(words -> words.get(0).contains(":"))
        .findFirst()
        .map(words -> words.subList(1, words.size()))
        .orElse(List.of());
  }
}
