package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.CommandPart;
import io.safeops.action.commandline.TableNames;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DhcpOptions;
import io.safeops.facts.ovn.GatewayChassis;
import io.safeops.facts.ovn.LogicalPort;
import io.safeops.facts.ovn.LogicalRouter;
import io.safeops.facts.ovn.LogicalSwitch;
import io.safeops.facts.ovn.RouterPort;
import io.safeops.predict.NorthboundPrediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The effect of an {@code ovn-nbctl} command line on the Northbound, and of what OVN makes of it
 * (ovn-nbctl(8)). All its commands are one transaction: if one is not known or would fail, the line
 * has no effect.
 */
final class NbctlEffect {

  private static final String SHOWING =
      "show|sync|list|find|get|wait-until|comment|.*-list|l[srp]*-get-.*|lsp-get-.*|lrp-get-.*"
          + "|pg-get-.*|get-connection|get-ssl|dhcp-options-get-.*|init";

  /** Commands on rows that the facts do not have: what they do to packets is not modelled. */
  private static final String UNSEEN =
      "(acl|qos|mirror|mirror-rule|meter|lb|lr-lb|ls-lb|lr-policy|copp|ls-copp|lr-copp|nfg|nf"
          + "|fwd-group|static-mac-binding|lsp-hc)-(add|del)|pg-(add|del|set-ports)"
          + "|lsp-(attach|detach)-mirror";

  private static final List<String> OPTIONS =
      List.of(
          "--may-exist",
          "--if-exists",
          "--add-duplicate",
          "--wait=(none|sb|hv)",
          "--no-wait",
          "--print-wait-time",
          "--timeout=[0-9]+",
          "-t[0-9]+",
          "--(no-)?leader-only",
          "--(no-)?shuffle-remotes",
          "--oneline",
          "-v.*",
          "--verbose.*",
          "--columns=.*",
          "--log",
          "--ecmp(-symmetric-reply)?",
          "--bfd(=.*)?",
          "--policy=.*",
          "--route-table=.*",
          "--stateless",
          "--portrange",
          "--add-route",
          "--gateway-port=.*",
          "--priority=.*",
          "--match=.*",
          "--type=.*",
          "--name=.*",
          "--severity=.*",
          "--inactivity-probe=.*");

  private NbctlEffect() {}

  /** The change that one command makes. */
  @FunctionalInterface
  interface Change {
    Cluster after(Cluster before) throws ActionException;
  }

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv) {
    List<Change> changes = new ArrayList<>();
    for (CommandPart part : CommandPart.of(argv)) {
      Optional<Change> change = part.strange(OPTIONS).isPresent() ? Optional.empty() : change(part);
      if (change.isEmpty()) {
        return Optional.empty();
      }
      changes.add(change.get());
    }
    return Optional.of(
        before -> {
          if (before.northbound().filter(each -> each.problem().isEmpty()).isEmpty()) {
            throw new ActionException("the Northbound was not read");
          }
          Cluster changed = before;
          for (Change change : changes) {
            changed = change.after(changed);
          }
          return NorthboundPrediction.of(before, changed);
        });
  }

  private static Optional<Change> change(CommandPart part) {
    List<String> words = part.words();
    String command = part.command();
    if (command.matches(SHOWING) || command.matches(UNSEEN)) {
      return Optional.of(before -> before);
    }
    boolean ifExists = part.options().contains("--if-exists");
    if (words.size() < 2) {
      return command.equals("del-connection")
          ? Optional.of(before -> Listeners.of(before, "northbound", List.of()))
          : Optional.empty();
    }
    String first = words.get(1);
    List<String> rest = words.subList(2, words.size());
    return switch (command) {
      case "set-connection" ->
          Optional.of(before -> Listeners.of(before, "northbound", words.subList(1, words.size())));
      case "ls-add" -> Optional.of(before -> addSwitch(before, first, part));
      case "ls-del" ->
          Optional.of(
              before ->
                  ifExists(
                      before,
                      ifExists,
                      () ->
                          NorthboundRows.withoutSwitch(
                              before, NorthboundRows.requireSwitch(before, first))));
      case "lr-add" -> Optional.of(before -> addRouter(before, first, part));
      case "lr-del" ->
          Optional.of(
              before ->
                  ifExists(
                      before,
                      ifExists,
                      () ->
                          NorthboundRows.withoutRouter(
                              before, NorthboundRows.requireRouter(before, first))));
      case "dhcp-options-create" -> Optional.of(before -> addDhcp(before, first));
      case "dhcp-options-del" -> Optional.of(before -> NorthboundRows.withoutDhcp(before, first));
      case "dhcp-options-set-options" ->
          Optional.of(
              before ->
                  NorthboundRows.withDhcp(
                      before,
                      first,
                      row ->
                          new DhcpOptions(row.uuid(), row.cidr(), pairs(rest), row.externalIds())));
      case "destroy" -> destroy(part, first, rest, ifExists);
      case "set", "add", "remove", "clear" -> columns(part, ifExists);
      default -> {
        if (command.startsWith("lsp-")) {
          yield port(part, first, rest, ifExists);
        }
        yield command.startsWith("ha-chassis-group-")
            ? group(command, first, rest)
            : RouterCommands.read(part, first, rest, ifExists);
      }
    };
  }

  /** A change that does nothing if its row is missing and that is allowed. */
  static Cluster ifExists(Cluster before, boolean tolerant, Wanted wanted) throws ActionException {
    try {
      return wanted.get();
    } catch (ActionException missing) {
      if (tolerant) {
        return before;
      }
      throw missing;
    }
  }

  /** The facts after a change that may be impossible. */
  @FunctionalInterface
  interface Wanted {
    Cluster get() throws ActionException;
  }

  /** Reads {@code KEY=VALUE} words. */
  static Map<String, String> pairs(List<String> words) {
    Map<String, String> pairs = new TreeMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        pairs.put(word.substring(0, equals), unquoted(word.substring(equals + 1)));
      }
    }
    return pairs;
  }

  private static String unquoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")
        ? value.substring(1, value.length() - 1)
        : value;
  }

  private static Cluster addSwitch(Cluster before, String name, CommandPart part)
      throws ActionException {
    if (before.switchNamed(name).isPresent()) {
      if (part.options().contains("--may-exist")) {
        return before;
      }
      throw new ActionException("there is a switch " + name);
    }
    List<LogicalSwitch> switches = new ArrayList<>(before.switches());
    switches.add(new LogicalSwitch(name, "", Map.of(), Map.of(), List.of()));
    return before.withSwitches(switches);
  }

  private static Cluster addRouter(Cluster before, String name, CommandPart part)
      throws ActionException {
    List<LogicalRouter> routers = new ArrayList<>(before.logicalRouters().orElse(List.of()));
    if (routers.stream().anyMatch(each -> each.name().equals(name))) {
      if (part.options().contains("--may-exist")) {
        return before;
      }
      throw new ActionException("there is a router " + name);
    }
    routers.add(
        LogicalRouter.builder(name)
            .nats(Optional.of(List.of()))
            .routes(Optional.of(List.of()))
            .build());
    return before.withRouters(Optional.of(routers), before.chassisGroups());
  }

  /** Its UUID is chosen when it is made, so nothing in the line can refer to it. */
  private static Cluster addDhcp(Cluster before, String cidr) {
    List<DhcpOptions> all = new ArrayList<>(before.dhcpOptions().orElse(List.of()));
    all.add(new DhcpOptions("new", cidr, Map.of(), Map.of()));
    return before.toBuilder().dhcpOptions(before.dhcpOptions().map(any -> all)).build();
  }

  private static Optional<Change> columns(CommandPart part, boolean ifExists) {
    Optional<List<ColumnEdit>> edits = ColumnEdit.read(part, TableNames.NORTHBOUND);
    if (edits.isEmpty() || !edits.get().stream().allMatch(NorthboundRows::isKnown)) {
      return Optional.empty();
    }
    return Optional.of(
        before -> {
          Cluster after = before;
          for (ColumnEdit edit : edits.get()) {
            Cluster now = after;
            after = ifExists(now, ifExists, () -> NorthboundRows.edited(now, edit));
          }
          return after;
        });
  }

  private static Optional<Change> destroy(
      CommandPart part, String table, List<String> rows, boolean ifExists) {
    Optional<String> known = TableNames.NORTHBOUND.table(table);
    if (part.options().stream().anyMatch("--all"::equals)) {
      return Optional.empty();
    }
    return known
        .filter(Set.of("Logical_Switch", "Logical_Router", "DHCP_Options")::contains)
        .map(
            name ->
                before -> {
                  Cluster after = before;
                  for (String row : rows) {
                    Cluster now = after;
                    after = ifExists(now, ifExists, () -> destroyed(now, name, row));
                  }
                  return after;
                });
  }

  private static Cluster destroyed(Cluster before, String table, String row)
      throws ActionException {
    return switch (table) {
      case "Logical_Switch" ->
          NorthboundRows.withoutSwitch(before, NorthboundRows.requireSwitch(before, row));
      case "Logical_Router" ->
          NorthboundRows.withoutRouter(before, NorthboundRows.requireRouter(before, row));
      default -> NorthboundRows.withoutDhcp(before, row);
    };
  }

  private static Optional<Change> port(
      CommandPart part, String first, List<String> rest, boolean ifExists) {
    boolean mayExist = part.options().contains("--may-exist");
    return switch (part.command()) {
      case "lsp-add" ->
          rest.isEmpty() || rest.size() == 2 || rest.size() > 3
              ? Optional.empty()
              : Optional.of(
                  before ->
                      addPort(
                          before,
                          first,
                          LogicalPort.builder(rest.get(0), first).enabled(true).build(),
                          rest.subList(1, rest.size()),
                          mayExist));
      case "lsp-add-router-port" ->
          rest.size() == 2
              ? Optional.of(
                  before ->
                      addPort(
                          before,
                          first,
                          LogicalPort.builder(rest.get(0), first)
                              .enabled(true)
                              .type(LogicalPort.ROUTER)
                              .addresses(List.of("router"))
                              .options(Map.of("router-port", rest.get(1)))
                              .build(),
                          List.of(),
                          mayExist))
              : Optional.empty();
      case "lsp-add-localnet-port" ->
          rest.size() == 2
              ? Optional.of(
                  before ->
                      addPort(
                          before,
                          first,
                          LogicalPort.localnet(rest.get(0), first, rest.get(1), Optional.empty()),
                          List.of(),
                          mayExist))
              : Optional.empty();
      case "lsp-del" ->
          Optional.of(
              before ->
                  ifExists(
                      before,
                      ifExists,
                      () ->
                          NorthboundRows.withoutPort(
                              before, NorthboundRows.requirePort(before, first))));
      default -> edit(part, first, rest);
    };
  }

  private static Cluster addPort(
      Cluster before, String on, LogicalPort port, List<String> parent, boolean mayExist)
      throws ActionException {
    LogicalSwitch target = NorthboundRows.requireSwitch(before, on);
    Optional<LogicalPort> existing = NorthboundRows.port(before, port.name());
    if (existing.isPresent()) {
      if (mayExist && existing.get().switchName().equals(target.name())) {
        return before;
      }
      throw new ActionException("there is a port " + port.name());
    }
    LogicalPort made =
        LogicalPort.builder(port.name(), target.name())
            .type(port.type())
            .addresses(port.addresses())
            .options(port.options())
            .enabled(true)
            .build();
    if (parent.size() == 2) {
      made = NorthboundRows.withRest(made, "parent_name", Optional.of('"' + parent.get(0) + '"'));
      made = NorthboundRows.withRest(made, "tag_request", Optional.of(parent.get(1)));
    }
    LogicalPort added = made;
    return before.withSwitch(target.name(), each -> each.withPort(added));
  }

  /** The change of one port by a command. */
  @FunctionalInterface
  private interface PortEdit {
    LogicalPort after(LogicalPort before);
  }

  private static Optional<Change> edit(CommandPart part, String name, List<String> rest) {
    Optional<String> only = rest.size() == 1 ? Optional.of(rest.get(0)) : Optional.empty();
    Optional<PortEdit> edit =
        switch (part.command()) {
          case "lsp-set-type" ->
              rest.isEmpty()
                  ? Optional.empty()
                  : Optional.of(port -> port.withType(unquoted(rest.get(0))));
          case "lsp-set-options" -> Optional.of(port -> port.withOptions(pairs(rest)));
          case "lsp-set-addresses" ->
              Optional.of(port -> port.withAddresses(rest.stream().sorted().toList()));
          case "lsp-set-port-security" ->
              Optional.of(
                  port -> port.toBuilder().portSecurity(rest.stream().sorted().toList()).build());
          case "lsp-set-enabled" ->
              only.filter(word -> word.matches("(?i)enabled|disabled"))
                  .map(word -> port -> port.withEnabled(word.equalsIgnoreCase("enabled")));
          case "lsp-set-dhcpv4-options" ->
              Optional.of(
                  port ->
                      NorthboundRows.withRest(
                          port, "dhcpv4_options", only.map(NorthboundRows::uuid)));
          case "lsp-set-dhcpv6-options" ->
              Optional.of(
                  port ->
                      NorthboundRows.withRest(
                          port, "dhcpv6_options", only.map(NorthboundRows::uuid)));
          default -> Optional.empty();
        };
    return edit.map(
        each ->
            before ->
                NorthboundRows.with(before, each.after(NorthboundRows.requirePort(before, name))));
  }

  private static Optional<Change> group(String command, String name, List<String> rest) {
    return switch (command) {
      case "ha-chassis-group-add" ->
          Optional.of(
              before -> {
                List<ChassisGroup> groups =
                    new ArrayList<>(before.chassisGroups().orElse(List.of()));
                groups.add(new ChassisGroup(name, "", Map.of(), List.of()));
                return before.withRouters(before.logicalRouters(), Optional.of(groups));
              });
      case "ha-chassis-group-add-chassis", "ha-chassis-group-set-chassis-prio" ->
          rest.size() == 2 && rest.get(1).matches("[0-9]{1,5}")
              ? Optional.of(
                  before ->
                      NorthboundRows.withGroup(
                          before,
                          name,
                          members -> members(members, rest.get(0), Optional.of(rest.get(1)))))
              : Optional.empty();
      case "ha-chassis-group-remove-chassis" ->
          rest.size() == 1
              ? Optional.of(
                  before ->
                      NorthboundRows.withGroup(
                          before, name, members -> members(members, rest.get(0), Optional.empty())))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static List<ChassisGroup.Member> members(
      List<ChassisGroup.Member> before, String chassis, Optional<String> priority) {
    List<ChassisGroup.Member> after = new ArrayList<>(before);
    after.removeIf(each -> each.chassisName().equals(chassis));
    priority
        .map(word -> Math.min(Long.parseLong(word), GatewayChassis.MOST))
        .ifPresent(number -> after.add(new ChassisGroup.Member("", chassis, number, Map.of())));
    after.sort(Comparator.comparing(ChassisGroup.Member::priority).reversed());
    return after;
  }

  /** The router port with an edit, for commands on router ports. */
  static Change onRouterPort(String name, java.util.function.UnaryOperator<RouterPort> edit) {
    return before ->
        NorthboundRows.with(before, edit.apply(NorthboundRows.requireRouterPort(before, name)));
  }
}
