package io.safeops.paths.hop;

import io.safeops.facts.derive.VmPort;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.paths.hop.ClusterIndex.Carrier;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Finds the interfaces that carry the {@code iface-id} of a port and are not its VM's. The VM's is
 * the only one on the host that the port requests; else the only one with a MAC of the port in
 * {@code attached-mac}, which Nova writes; else the only one with the name that Neutron gives it.
 * If none of these tells one from the others, nobody can tell.
 */
final class ForeignCarriers {

  private ForeignCarriers() {}

  /** As {@code node/interface}, with commas between them; empty if it cannot be told. */
  static String of(ClusterIndex index, String port, VmPort vm) {
    List<Carrier> all = index.carriers(port);
    if (all.size() < 2 || vm.requested().size() > 1) {
      return "";
    }
    List<Predicate<Carrier>> signs =
        List.of(
            each -> isRequested(index, each, vm),
            each -> hasMac(index, each, port),
            each ->
                each.port().name().equals("tap" + port.substring(0, Math.min(11, port.length()))));
    List<Carrier> possible = all;
    for (Predicate<Carrier> sign : signs) {
      List<Carrier> right = possible.stream().filter(sign).toList();
      if (right.size() == 1) {
        return all.stream()
            .filter(each -> !right.contains(each))
            .map(each -> each.node().name() + "/" + each.port().name())
            .sorted()
            .collect(Collectors.joining(","));
      }
      possible = right.isEmpty() ? possible : right;
    }
    return "";
  }

  private static boolean isRequested(ClusterIndex index, Carrier each, VmPort vm) {
    return index
        .chassisOf(each.node())
        .filter(
            chassis ->
                vm.requested().contains(chassis.hostname())
                    || vm.requested().contains(chassis.name()))
        .isPresent();
  }

  private static boolean hasMac(ClusterIndex index, Carrier each, String port) {
    String mac =
        each.port().externalIds().getOrDefault("attached-mac", "").toLowerCase(Locale.ROOT);
    return index.port(port).map(LogicalPort::getMacs).orElse(List.of()).stream()
        .anyMatch(own -> own.toLowerCase(Locale.ROOT).equals(mac));
  }
}
