package io.safeops.facts.collect;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.Encap;
import io.safeops.inventory.HostAddress;
import io.safeops.inventory.NodeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A draft of an inventory, made from a Southbound: its chassis, and the central node that was
 * asked.
 */
public final class InventoryDraft {

  /** The name of the central node until its own name is known. */
  public static final String CENTRAL = "central";

  /**
   * A node of the draft.
   *
   * @param doubt what the user should check; empty if nothing
   */
  public record DraftNode(String name, String address, List<String> roles, Optional<String> doubt) {
    public DraftNode {
      roles = List.copyOf(roles);
    }
  }

  private final List<DraftNode> nodes = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private InventoryDraft() {}

  /**
   * The draft from the facts of one central node.
   *
   * @param seen a cluster with only this node and its Southbound
   */
  public static InventoryDraft of(Cluster seen) {
    InventoryDraft draft = new InventoryDraft();
    Node central = seen.nodes().get(0);
    draft.central(central, seen);
    seen.chassis().stream()
        .filter(each -> !isOn(each, central))
        .sorted(java.util.Comparator.comparing(Chassis::hostname).thenComparing(Chassis::name))
        .forEach(draft::chassis);
    return draft;
  }

  private static boolean isOn(Chassis chassis, Node node) {
    return node.systemId().filter(chassis.name()::equals).isPresent();
  }

  private void central(Node node, Cluster seen) {
    List<String> roles = new ArrayList<>(List.of("central"));
    seen.chassis().stream()
        .filter(each -> isOn(each, node))
        .forEach(each -> roles.addAll(rolesOf(each)));
    if (node.component(ComponentName.NEUTRON_SERVER).isPresent()) {
      roles.add("neutron");
    }
    boolean clustered =
        seen.southbound().filter(DatabaseStatus::clustered).isPresent()
            || seen.northbound().filter(DatabaseStatus::clustered).isPresent();
    nodes.add(
        new DraftNode(
            name(node.hostname().isEmpty() ? CENTRAL : node.hostname()),
            node.address(),
            roles,
            clustered
                ? Optional.of(
                    "its databases are clustered: give the other members the role central")
                : Optional.empty()));
  }

  private void chassis(Chassis chassis) {
    List<String> addresses =
        chassis.encaps().stream().map(Encap::ip).distinct().filter(HostAddress::isValid).toList();
    if (addresses.isEmpty()) {
      leftOut.add(
          "chassis "
              + shown(chassis.name())
              + " ("
              + shown(chassis.hostname())
              + ") has no tunnel address: no address is known to reach it");
      return;
    }
    nodes.add(
        new DraftNode(
            name(chassis.hostname().isEmpty() ? chassis.name() : chassis.hostname()),
            addresses.get(0),
            rolesOf(chassis),
            Optional.of(
                "this is where its tunnels end"
                    + (addresses.size() > 1
                        ? ", one of " + addresses.stream().collect(Collectors.joining(", "))
                        : "")
                    + "; ssh may need another address")));
  }

  private static List<String> rolesOf(Chassis chassis) {
    return chassis
            .externalIds()
            .getOrDefault("ovn-cms-options", "")
            .contains("enable-chassis-as-gw")
        ? List.of("chassis", "gateway")
        : List.of("chassis");
  }

  /** Its host name without the domain, if that is a valid name and not yet used. */
  private String name(String hostname) {
    String clean = hostname.replaceAll("[^A-Za-z0-9._-]", "-").replaceAll("^[._-]+", "");
    String fallen = clean.isEmpty() ? "node" : clean;
    String whole = fallen.substring(0, Math.min(60, fallen.length()));
    String first = whole.replaceFirst("\\..*", "");
    for (String candidate : List.of(first, whole)) {
      if (NodeName.isValid(candidate) && names.add(candidate)) {
        return candidate;
      }
    }
    int number = 2;
    while (!names.add(whole + "-" + number)) {
      number++;
    }
    return whole + "-" + number;
  }

  private static String shown(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The nodes in the order of the file, the central node first. */
  public List<DraftNode> nodes() {
    return List.copyOf(nodes);
  }

  /** The chassis that are not in it, with the reasons. */
  public List<String> leftOut() {
    return List.copyOf(leftOut);
  }
}
