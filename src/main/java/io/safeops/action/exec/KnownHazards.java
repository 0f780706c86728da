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
 * What commands do that operators have regretted, so that a refusal says more than that they are
 * not understood. Reproduced on OVN 23.03 and OVS 3.1 unless the sentence is a manual's.
 */
final class KnownHazards {

  private record Known(Pattern command, String consequence) {
    static Known of(String command, String consequence) {
      return new Known(Pattern.compile(command), consequence);
    }
  }

  /** What systemctl stops a unit by, for a moment or for good, and then some unit's name. */
  private static final String STOPPING =
      "^(stop|(force-)?reload|((force-)?reload-or-)?(try-)?restart|condrestart|disable|mask|kill)"
          + "\\b.*\\b";

  /** Kolla's containers, as `docker stop` and its like name them. */
  private static final List<Known> CONTAINERS =
      List.of(
          Known.of(
              "^(container )?(stop|restart|kill|rm|pause)\\b.*\\b(ovn|openvswitch|neutron)_",
              "it stops the daemon in the container, without what its unit would do first: a"
                  + " database, the datapath, or a chassis is away meanwhile"));

  /** By program; a pattern is found in the command's words without its options. */
  private static final Map<String, List<Known>> KNOWN =
      Map.ofEntries(
          Map.entry(
              "ovs-vsctl",
              List.of(
                  Known.of(
                      "^del-br br-int\\b",
                      "it deletes the bridge that ovn-controller programs: every VM of the node is"
                          + " unplugged, and its ports do not come back by themselves"),
                  Known.of(
                      "^del-br\\b",
                      "it deletes a bridge with its uplink and the addresses on it: what is reached"
                          + " through them is cut off at once, ssh and the Southbound among it"),
                  Known.of(
                      "^(emer-reset|init|del-manager)\\b",
                      "it takes from every bridge at once what others configured: managers,"
                          + " controllers, fail modes, mirrors, QoS, NetFlow, sFlow"),
                  Known.of(
                      "^set-fail-mode \\S+ secure|^set b[a-z]* \\S+ .*fail[_-]mode=secure",
                      "a bridge in fail mode secure forwards nothing until a controller gives it"
                          + " flows, and br-ex has none: 100 % loss at once, the node's own address"
                          + " included"),
                  Known.of(
                      "^(set-controller|del-controller)\\b",
                      "a bridge with a controller that does not answer stops to learn, and"
                          + " ovn-controller's own bridge must have none"),
                  Known.of(
                      "ovn-encap-ip",
                      "a tunnel address that is wrong loses all traffic between chassis while every"
                          + " command returns 0"),
                  Known.of(
                      "ovn-remote",
                      "a Southbound address that is wrong freezes the chassis without a word"),
                  Known.of(
                      "system-id",
                      "another system-id is another chassis: all its ports are bound anew, and two"
                          + " nodes with one id take them from each other"),
                  Known.of(
                      "type=patch",
                      "two patch ports on one bridge, or into one LAN, are a loop that floods it"))),
          Map.entry(
              "ovn-nbctl",
              List.of(
                  Known.of(
                      "^(ls-del|lr-del|destroy|lrp-del|pg-del|acl-del)\\b",
                      "it deletes rows that Neutron may have made and will not miss until it is asked"
                          + " to repair them"),
                  Known.of(
                      "^(set|add|remove|clear) connection\\b|inactivity[_-]probe",
                      "a probe interval that is too short drops every client of the database again"
                          + " and again"))),
          Map.entry(
              "ovn-sbctl",
              List.of(
                  Known.of(
                      "^chassis-del\\b",
                      "a chassis that lives loses its tunnels and all its ports until its"
                          + " ovn-controller has registered anew; delete only one that is gone for"
                          + " good"),
                  Known.of(
                      "^(destroy|lsp-unbind|clear)\\b",
                      "northd and the chassis write the Southbound: what is deleted there comes back,"
                          + " and traffic is lost until it does"))),
          Map.entry(
              "systemctl",
              List.of(
                  Known.of(
                      STOPPING + "ovn-northd",
                      "on Debian and Ubuntu its ExecStop stops the Northbound and the Southbound too,"
                          + " and nothing starts them again: neutron-server dies of it"),
                  Known.of(
                      STOPPING + "(ovn[-_]controller|ovn-host)",
                      "ovn-controller takes its chassis and its tunnels out of the Southbound when it"
                          + " is stopped without --restart: its VMs are unreachable meanwhile"),
                  Known.of(
                      STOPPING + "(openvswitch|ovs-vswitchd|ovsdb)",
                      "the datapath goes with ovs-vswitchd, and the node's own address with it where"
                          + " that is on a bridge"),
                  Known.of(
                      STOPPING + "(network|systemd-networkd)",
                      "it configures every interface anew: addresses that others moved to a bridge"
                          + " come back on the wrong side of it"))),
          Map.entry(
              "ip",
              List.of(
                  Known.of(
                      "\\bmaster\\b", "an interface in a bridge has no address that is reached"),
                  Known.of(
                      "^a\\S* (flush|d\\S*)\\b",
                      "it takes addresses away: ssh, if it is their user"),
                  Known.of(
                      "\\bdown\\b", "an interface that is down takes its addresses and routes"),
                  Known.of("^r\\S* ", "a route that is wrong cuts off whoever came by it"))),
          Map.entry(
              "ovs-ofctl",
              List.of(
                  Known.of(
                      "\\b(del-flows|replace-flows|mod-port)\\b",
                      "without its flows a bridge of ovn-controller drops everything until"
                          + " ovn-controller notices, and it does not look"))),
          Map.entry(
              "ovs-appctl",
              List.of(
                  Known.of(
                      "\\b(cluster/kick|cluster/leave)\\b",
                      "a RAFT member less: without a majority the database takes no change any more"),
                  Known.of("\\bexit\\b", "it ends the daemon: the datapath may go with it"))),
          Map.entry(
              "ovn-appctl",
              List.of(
                  Known.of(
                      "\\b(cluster/kick|cluster/leave)\\b",
                      "a RAFT member less: without a majority the database takes no change any more"),
                  Known.of(
                      "\\bexit\\b",
                      "it ends the daemon; ovn-controller takes its chassis and tunnels with it unless"
                          + " told --restart"))),
          Map.entry("docker", CONTAINERS),
          Map.entry("podman", CONTAINERS),
          Map.entry(
              "openstack",
              List.of(
                  Known.of(
                      "^router (unset|delete)\\b",
                      "everything behind the router loses its way out, and the router its address"
                          + " there: what sets a gateway again is given another one"),
                  Known.of(
                      "^network delete\\b|^subnet delete\\b",
                      "a network that is made again has another id, and so have its subnets: whoever"
                          + " kept them, as Heat does, has ids of nothing"))),
          Map.entry(
              "neutron",
              List.of(
                  Known.of(
                      "^(router-gateway-clear|router-gateway-set)\\b",
                      "everything behind the router loses its way out: openstack.router.gateway"
                          + " resets it and gives it back its address"),
                  Known.of(
                      "^net-delete\\b",
                      "a network that is made again has another id: openstack.network.recreate"
                          + " records it first"))),
          Map.entry(
              "neutron-ovn-db-sync-util",
              List.of(
                  Known.of(
                      "",
                      "its repair mode adds Neutron's localnet beside one made by hand, which is a"
                          + " loop, deletes every other provnet-*, and its log mode reschedules"
                          + " gateways"))),
          Map.entry(
              "ovsdb-client",
              List.of(
                  Known.of(
                      "^restore\\b",
                      "every row comes back with another UUID, and clients start over"))),
          Map.entry(
              "netplan",
              List.of(
                  Known.of(
                      "^apply\\b",
                      "it configures every interface anew: addresses that others moved to a bridge"
                          + " come back on the wrong side of it"))));

  private KnownHazards() {}

  /** What a command line does that was regretted; empty where nothing is known of it. */
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
