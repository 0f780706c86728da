package io.safeops.action.northbound;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.ShellText;
import io.safeops.action.row.DeletedRow;
import io.safeops.action.row.Ovsdb;
import io.safeops.action.row.Ovsdb.SwitchKey;
import io.safeops.action.row.RowCheck;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.LogicalPort;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of one logical switch port: what its row was and what it becomes. Everything done to
 * ports is one or several of these, so there is one undo.
 *
 * @param target the switch that has or gets it
 * @param before empty when it is created
 * @param after empty when it is deleted
 * @param replace whether the row is deleted and made again, though its name stays
 */
public record PortChange(
    SwitchKey target, Optional<LogicalPort> before, Optional<LogicalPort> after, boolean replace) {

  public PortChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change of nothing");
    }
  }

  public String portName() {
    return after.or(() -> before).orElseThrow().name();
  }

  /** Whether a way out to a provider network comes, goes or changes. */
  public boolean concernsLocalnet() {
    return before.filter(LogicalPort::isLocalnet).isPresent()
        || after.filter(LogicalPort::isLocalnet).isPresent();
  }

  RowKey row() {
    return RowKey.northbound(Ovsdb.PORTS, portName());
  }

  /**
   * The row that is deleted, with what the undo makes it of; empty where none is. A row that is
   * deleted and made again loses what refers to it, too.
   */
  Optional<DeletedRow> deleted(Cluster cluster) {
    if (before.isEmpty() || (after.isPresent() && !replace)) {
      return Optional.empty();
    }
    Map<String, String> written = new HashMap<>();
    cluster.row(row()).map(WholeRow::getConfigured).ifPresent(written::putAll);
    written.keySet().retainAll(looked());
    return Optional.of(new DeletedRow(row(), written, List.of("Logical_Switch.ports"), 0));
  }

  /** The columns that the facts have of the row: all that are not empty. */
  private List<String> looked() {
    List<String> columns = new ArrayList<>();
    before.ifPresent(port -> Ovsdb.row(port, false).fieldNames().forEachRemaining(columns::add));
    return columns;
  }

  /**
   * What the transaction looks at first where a row is deleted, beside that it is what was read.
   */
  List<RowCheck> checks(Cluster cluster) {
    Optional<DeletedRow> deleted = deleted(cluster);
    return deleted
        .flatMap(each -> each.row(cluster))
        .map(row -> deleted.get().checks(row, looked()))
        .orElse(List.of());
  }

  /** What is checked and written in the one transaction of the act. */
  List<ObjectNode> operations(String symbol) {
    List<ObjectNode> operations = new ArrayList<>();
    if (before.isPresent()) {
      operations.add(Ovsdb.waitForPort(before.get()));
    } else {
      operations.add(Ovsdb.waitForNoPort(portName()));
    }
    boolean rowStays = before.isPresent() && after.isPresent() && !replace;
    if (rowStays) {
      operations.add(Ovsdb.update(after.get(), true, false));
      return operations;
    }
    operations.add(Ovsdb.waitForSwitch(target));
    before.ifPresent(port -> operations.add(Ovsdb.outOfSwitch(port.uuid())));
    after.ifPresent(port -> operations.addAll(insertion(port, true, symbol)));
    return operations;
  }

  private List<ObjectNode> insertion(LogicalPort port, boolean marked, String symbol) {
    return List.of(Ovsdb.insert(port, marked, symbol), Ovsdb.intoSwitch(target, symbol));
  }

  /** The functions that {@code nb_undo} asks for, and the call. */
  void undo(ShellText script) {
    script.line("(");
    script.assign(
        "NB_BEFORE_RUN",
        before.map(row -> row.externalIds().getOrDefault(Ovsdb.MARK, "")).orElse(""));
    define(
        script,
        "row_query",
        "printf '%s\\n'",
        List.of(Ovsdb.selectByName(portName()), Ovsdb.selectOurs(portName())));
    List<ObjectNode> restored = List.of();
    List<ObjectNode> ours = List.of(Ovsdb.waitForOurRow(portName()));
    List<ObjectNode> writing = new ArrayList<>(ours);
    if (before.isPresent() && after.isPresent()) {
      PortRestoration back = new PortRestoration(before.get(), after.get());
      restored = back.restored();
      ours = back.stillOurs();
      writing = back.writing();
    } else if (before.isPresent()) {
      restored = List.of(Ovsdb.waitForPort(before.get()));
      writing.add(Ovsdb.update(before.get(), false, true));
    } else {
      writing.add(Ovsdb.foundRowOutOfSwitch());
    }
    if (restored.isEmpty()) {
      script.line("row_restored() { :; }");
    } else {
      define(script, "row_restored", "printf '%s\\n'", restored);
    }
    if (before.isPresent() && after.isEmpty()) {
      List<ObjectNode> operations = new ArrayList<>();
      operations.add(Ovsdb.waitForNoPort(portName()));
      operations.add(Ovsdb.waitForSwitch(target));
      operations.addAll(insertion(before.get(), false, "undone"));
      define(script, "from_absent", "nb_write", operations);
    } else {
      script.line("from_absent() { nothing_to_write; }");
    }
    define(script, "row_ours", "printf '%s\\n'", ours);
    define(script, "from_ours", "nb_write", writing);
    script.line("nb_undo");
    script.line(")");
  }

  private static void define(
      ShellText script, String function, String command, List<ObjectNode> operations) {
    script.line(function + "() {");
    script.command("  " + command, Ovsdb.expand(Ovsdb.transaction(operations)));
    script.line("}");
  }
}
