package io.safeops.action.exec;

import io.safeops.action.commandline.CommandPart;
import io.safeops.action.commandline.CommandWords;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Known damage that commands do, so that a refusal says more than that the command is not
 * understood. Each was reproduced on OVN 23.03 and OVS 3.1, except where the sentence comes from a
 * manual.
 */
final class KnownHazards {

  private record Known(Pattern command, String consequence) {
    static Known of(String command, String consequence) {
      return new Known(Pattern.compile(command), consequence);
    }
  }

  /** The systemctl verbs that stop a unit, for a moment or for good, followed by a unit's name. */
  private static final String STOPPING =
      "^(stop|(force-)?reload|((force-)?reload-or-)?(try-)?restart|condrestart|disable|mask|kill)"
          + "\\b.*\\b";

  /** Kolla's containers, as the arguments of {@code docker stop} and similar commands name them. */
  private static final List<Known> CONTAINERS =
      List.of(
          Known.of(
              "^(container )?(stop|restart|kill|rm|pause)\\b.*\\b(ovn|openvswitch|neutron)_",
              "it stops the daemon in the container without the steps of its unit: a database, the"
                  + " datapath or a chassis is down until it starts again"));

  /**
   * The hazards by program. Each pattern is searched in the command's words without its options.
   */
  private static final Map<String, List<Known>> KNOWN =
      Map.ofEntries(
          Map.entry(
              "ovs-vsctl",
              List.of(
                  Known.of(
                      "^del-br br-int\\b",
                      "it deletes the bridge that ovn-controller programs: every VM of the node is"
                          + " unplugged, and the ports do not come back by themselves"),
                  Known.of(
                      "^del-br\\b",
                      "it deletes a bridge with its uplink and its addresses: everything reached"
                          + " through them is cut off at once, including ssh and the Southbound"),
                  Known.of(
                      "^(emer-reset|init|del-manager)\\b",
                      "it removes configuration of others from every bridge at once: managers,"
                          + " controllers, fail modes, mirrors, QoS, NetFlow, sFlow"),
                  Known.of(
                      "^set-fail-mode \\S+ secure|^set b[a-z]* \\S+ .*fail[_-]mode=secure",
                      "a bridge in fail mode secure forwards nothing until a controller installs"
                          + " flows, and br-ex has no controller: 100 % loss at once, the node's own address"
                          + " included"),
                  Known.of(
                      "^(set-controller|del-controller)\\b",
                      "a bridge whose controller does not answer stops learning addresses, and"
                          + " the bridge of ovn-controller must have no controller set"),
                  Known.of(
                      "ovn-encap-ip",
                      "with a wrong tunnel address all traffic between chassis is lost, and every"
                          + " command still returns 0"),
                  Known.of(
                      "ovn-remote",
                      "with a wrong Southbound address the chassis gets no more changes, and no error is shown"),
                  Known.of(
                      "system-id",
                      "another system-id makes another chassis: all its ports are bound again, and two"
                          + " nodes with the same id take the ports from each other"),
                  Known.of(
                      "type=patch",
                      "two patch ports on one bridge, or into one LAN, form a loop that floods it"))),
          Map.entry(
              "ovn-nbctl",
              List.of(
                  Known.of(
                      "^(ls-del|lr-del|destroy|lrp-del|pg-del|acl-del)\\b",
                      "it deletes rows that Neutron may have made; Neutron does not notice until a repair"
                          + " is started"),
                  Known.of(
                      "^(set|add|remove|clear) connection\\b|inactivity[_-]probe",
                      "a probe interval that is too short disconnects every client of the database"
                          + " again and again"))),
          Map.entry(
              "ovn-sbctl",
              List.of(
                  Known.of(
                      "^chassis-del\\b",
                      "a live chassis loses its tunnels and all its ports until its"
                          + " ovn-controller has registered again; delete only one that is gone for"
                          + " good"),
                  Known.of(
                      "^(destroy|lsp-unbind|clear)\\b",
                      "northd and the chassis write the Southbound: a row that is deleted there comes back,"
                          + " and traffic is lost until then"))),
          Map.entry(
              "systemctl",
              List.of(
                  Known.of(
                      STOPPING + "ovn-northd",
                      "on Debian and Ubuntu its ExecStop stops the Northbound and the Southbound too,"
                          + " and nothing starts them again: then neutron-server fails"),
                  Known.of(
                      STOPPING + "(ovn[-_]controller|ovn-host)",
                      "ovn-controller deletes its chassis and its tunnels from the Southbound when it"
                          + " is stopped without --restart: its VMs are unreachable until it runs again"),
                  Known.of(
                      STOPPING + "(openvswitch|ovs-vswitchd|ovsdb)",
                      "without ovs-vswitchd the datapath is lost, and so is the node's own address if"
                          + " it is on a bridge"),
                  Known.of(
                      STOPPING + "(network|systemd-networkd)",
                      "it configures every interface again: addresses that others moved to a bridge"
                          + " come back on the wrong side of it"))),
          Map.entry(
              "ip",
              List.of(
                  Known.of(
                      "\\bmaster\\b", "the address of an interface in a bridge cannot be reached"),
                  Known.of(
                      "^a\\S* (flush|d\\S*)\\b",
                      "it removes addresses, and ends ssh connections that use them"),
                  Known.of(
                      "\\bdown\\b",
                      "an interface that is down loses its routes, and its addresses cannot be reached"),
                  Known.of("^r\\S* ", "a wrong route cuts off every connection that uses it"))),
          Map.entry(
              "ovs-ofctl",
              List.of(
                  Known.of(
                      "\\b(del-flows|replace-flows|mod-port)\\b",
                      "without its flows a bridge of ovn-controller drops every packet until"
                          + " ovn-controller installs them again, and it does not check by itself"))),
          Map.entry(
              "ovs-appctl",
              List.of(
                  Known.of(
                      "\\b(cluster/kick|cluster/leave)\\b",
                      "a RAFT member less: without a majority the database takes no change any more"),
                  Known.of("\\bexit\\b", "it ends the daemon: the datapath may be lost with it"))),
          Map.entry(
              "ovn-appctl",
              List.of(
                  Known.of(
                      "\\b(cluster/kick|cluster/leave)\\b",
                      "a RAFT member less: without a majority the database takes no change any more"),
                  Known.of(
                      "\\bexit\\b",
                      "it ends the daemon; ovn-controller also deletes its chassis and tunnels unless"
                          + " told --restart"))),
          Map.entry("docker", CONTAINERS),
          Map.entry("podman", CONTAINERS),
          Map.entry(
              "openstack",
              List.of(
                  Known.of(
                      "^router (unset|delete)\\b",
                      "everything behind the router loses its way out, and the router loses its external"
                          + " address: when the gateway is set again, the router gets another address"),
                  Known.of(
                      "^network delete\\b|^subnet delete\\b",
                      "a network that is made again has another id, and so have its subnets: ids that"
                          + " others keep, such as Heat, then point to nothing"))),
          Map.entry(
              "neutron",
              List.of(
                  Known.of(
                      "^(router-gateway-clear|router-gateway-set)\\b",
                      "everything behind the router loses its way out: openstack.router.gateway"
                          + " resets the gateway and keeps its address"),
                  Known.of(
                      "^net-delete\\b",
                      "a network that is made again has another id: openstack.network.recreate"
                          + " records it first"))),
          Map.entry(
              "neutron-ovn-db-sync-util",
              List.of(
                  Known.of(
                      "",
                      "its repair mode adds Neutron's localnet beside one made by hand, which makes a"
                          + " loop, and deletes every other provnet-*; its log mode reschedules"
                          + " gateways"))),
          Map.entry(
              "ovsdb-client",
              List.of(
                  Known.of(
                      "^restore\\b",
                      "every row gets another UUID, and clients read everything again"))),
          Map.entry(
              "netplan",
              List.of(
                  Known.of(
                      "^apply\\b",
                      "it configures every interface again: addresses that others moved to a bridge"
                          + " come back on the wrong side of it"))));

  private KnownHazards() {}

  /** The known damage of a command line; empty if none is known. */
  static Optional<String> of(List<String> argv) {
    if (CommandWords.program(argv).equals("service") && argv.size() == 3) {
      return of(List.of("systemctl", argv.get(2), argv.get(1)));
    }
    List<Known> known = KNOWN.getOrDefault(CommandWords.program(argv), List.of());
    return CommandPart.of(argv).stream()
        .map(
            part ->
                part.words().stream()
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" ")))
        .flatMap(words -> known.stream().filter(each -> each.command().matcher(words).find()))
        .map(Known::consequence)
        .findFirst();
  }
}
