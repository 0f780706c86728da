package io.safeops.action.effect;

import io.safeops.action.ActionException;
import io.safeops.action.commandline.ColumnEdit;
import io.safeops.action.commandline.CommandPart;
import io.safeops.action.commandline.TableNames;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.ovn.Chassis;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.PortBinding;
import io.safeops.predict.GatewayPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The effect of an {@code ovn-sbctl} command line (ovn-sbctl(8)) until the daemons, which own the
 * Southbound, write it again: what is deleted is gone until then.
 */
final class SbctlEffect {

  private static final String SHOWING =
      "show|list|find|get|wait-until|comment|lflow-list|dump-flows|count-flows|get-connection"
          + "|get-ssl|init|ip-multicast-flush";

  private static final List<String> OPTIONS =
      List.of(
          "--may-exist",
          "--if-exists",
          "--all",
          "--no-wait",
          "--timeout=[0-9]+",
          "-t[0-9]+",
          "--(no-)?leader-only",
          "--(no-)?shuffle-remotes",
          "--oneline",
          "-v.*",
          "--verbose.*",
          "--columns=.*",
          "--uuid",
          "--ovs.*",
          "--stats",
          "--vflows.*",
          "--inactivity-probe=.*");

  private SbctlEffect() {}

  /** Reads a command line; empty if what it does is not known. */
  static Optional<LineEffect> read(List<String> argv) {
    List<LineEffect> changes = new ArrayList<>();
    for (CommandPart part : CommandPart.of(argv)) {
      Optional<LineEffect> change =
          part.strange(OPTIONS).isPresent() ? Optional.empty() : change(part);
      if (change.isEmpty()) {
        return Optional.empty();
      }
      changes.add(change.get());
    }
    return Optional.of(
        before -> {
          if (before.southbound().filter(DatabaseStatus::isReadable).isEmpty()) {
            throw new ActionException("the Southbound was not read");
          }
          Cluster after = before;
          for (LineEffect change : changes) {
            after = change.after(after);
          }
          return after;
        });
  }

  private static Optional<LineEffect> change(CommandPart part) {
    List<String> words = part.words();
    if (part.command().matches(SHOWING)) {
      return Optional.of(LineEffect.NONE);
    }
    boolean ifExists = part.options().contains("--if-exists");
    if (part.command().equals("del-connection")) {
      return Optional.of(before -> Listeners.of(before, "southbound", List.of()));
    }
    if (words.size() < 2) {
      return Optional.empty();
    }
    String first = words.get(1);
    List<String> rest = words.subList(2, words.size());
    return switch (part.command()) {
      case "set-connection" ->
          Optional.of(before -> Listeners.of(before, "southbound", words.subList(1, words.size())));
      case "chassis-del" ->
          Optional.of(before -> withoutChassis(before, isChassis(first), ifExists));
      case "lsp-unbind" ->
          Optional.of(before -> withBinding(before, first, ifExists, PortBinding::unbound));
      case "lsp-bind" ->
          rest.size() == 1
              ? Optional.of(
                  before -> {
                    if (before.chassisNamed(rest.get(0)).isEmpty()) {
                      throw new ActionException("no chassis " + rest.get(0));
                    }
                    return withBinding(
                        before,
                        first,
                        false,
                        each ->
                            each.withChassis(
                                Optional.of(rest.get(0)), each.requestedChassis(), each.up()));
                  })
              : Optional.empty();
      case "destroy" -> destroy(part, first, rest, ifExists);
      case "set", "add", "remove", "clear" -> columns(part, ifExists);
      default -> Optional.empty();
    };
  }

  private static Predicate<Chassis> isChassis(String name) {
    return chassis -> chassis.name().equals(name);
  }

  private static Cluster withoutChassis(Cluster before, Predicate<Chassis> gone, boolean ifExists)
      throws ActionException {
    List<Chassis> found = before.chassis().stream().filter(gone).toList();
    if (found.isEmpty() && !ifExists) {
      throw new ActionException("no such chassis");
    }
    Cluster after = before;
    for (Chassis each : found) {
      after = GatewayPrediction.without(after, each);
    }
    return after;
  }

  private static Cluster withBinding(
      Cluster before, String port, boolean ifExists, UnaryOperator<PortBinding> change)
      throws ActionException {
    if (before.bindings().stream().noneMatch(each -> each.logicalPort().equals(port))) {
      if (ifExists) {
        return before;
      }
      throw new ActionException("no port " + port);
    }
    return before.withBindings(
        before.bindings().stream()
            .map(each -> each.logicalPort().equals(port) ? change.apply(each) : each)
            .toList());
  }

  private static Optional<LineEffect> destroy(
      CommandPart part, String table, List<String> rows, boolean ifExists) {
    boolean all = part.options().contains("--all") && rows.isEmpty();
    if (!all && rows.isEmpty()) {
      return Optional.empty();
    }
    return switch (TableNames.SOUTHBOUND.table(table).orElse("")) {
      case "Chassis" ->
          Optional.of(
              before ->
                  withoutChassis(
                      before, each -> all || rows.contains(each.name()), ifExists || all));
      case "Port_Binding" ->
          Optional.of(
              before ->
                  before.withBindings(
                      before.bindings().stream()
                          .filter(each -> !all && !rows.contains(each.logicalPort()))
                          .toList()));
      default -> Optional.empty();
    };
  }

  private static Optional<LineEffect> columns(CommandPart part, boolean ifExists) {
    Optional<List<ColumnEdit>> edits = ColumnEdit.read(part, TableNames.SOUTHBOUND);
    boolean known =
        edits.isPresent()
            && edits.get().stream()
                .allMatch(
                    each ->
                        Set.of("SB_Global", "Chassis", "Port_Binding").contains(each.table())
                            && !Set.of("name", "encaps", "connections", "ssl")
                                .contains(each.column()));
    if (!known) {
      return Optional.empty();
    }
    return Optional.of(
        before -> {
          Cluster after = before;
          for (ColumnEdit edit : edits.get()) {
            after = edited(after, edit, ifExists);
          }
          return after;
        });
  }

  private static Cluster edited(Cluster before, ColumnEdit edit, boolean ifExists)
      throws ActionException {
    return switch (edit.table()) {
      case "SB_Global" ->
          edit.column().equals("options")
              ? before.withDatabases(
                  before.northbound(),
                  before.southbound().map(status -> status.withOptions(edit.map(status.options()))))
              : before;
      case "Chassis" -> {
        if (before.chassisNamed(edit.row()).isEmpty() && !ifExists) {
          throw new ActionException("no chassis " + edit.row());
        }
        yield before.withChassis(
            before.chassis().stream()
                .map(each -> each.name().equals(edit.row()) ? chassis(each, edit) : each)
                .toList());
      }
      default ->
          withBinding(before, edit.row(), ifExists, binding -> binding(before, binding, edit));
    };
  }

  private static Chassis chassis(Chassis row, ColumnEdit edit) {
    Chassis.Builder changed = row.toBuilder();
    switch (edit.column()) {
      case "hostname" -> changed.hostname(edit.one(Optional.empty()).orElse(""));
      case "external_ids" -> changed.externalIds(edit.map(row.externalIds()));
      case "other_config" -> changed.otherConfig(row.otherConfig().map(edit::map));
      case "transport_zones" -> changed.transportZones(row.transportZones().map(edit::set));
      default -> {
        // No other column decides whether packets pass.
      }
    }
    return changed.build();
  }

  private static PortBinding binding(Cluster cluster, PortBinding row, ColumnEdit edit) {
    return switch (edit.column()) {
      case "chassis" -> {
        Optional<String> chassis =
            edit.one(Optional.empty()).flatMap(cluster::chassisNamed).map(Chassis::name);
        yield chassis.isEmpty()
            ? row.unbound()
            : row.withChassis(chassis, row.requestedChassis(), row.up());
      }
      case "up" -> row.toBuilder().up(edit.flag(row.up(), false)).build();
      case "options" -> row.toBuilder().options(edit.map(row.options())).build();
      case "tag" -> row.toBuilder().tag(edit.number(row.tag())).build();
      default -> row;
    };
  }
}
