package io.safeops.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.action.Ovsdb.SwitchKey;
import io.safeops.cluster.LogicalPort;
import java.util.ArrayList;
import java.util.List;
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
record PortChange(
    SwitchKey target, Optional<LogicalPort> before, Optional<LogicalPort> after, boolean replace) {

  PortChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change of nothing");
    }
  }

  String portName() {
    return after.or(() -> before).orElseThrow().name();
  }

  /** Whether a way out to a provider network comes, goes or changes. */
  boolean concernsLocalnet() {
    return before.filter(LogicalPort::isLocalnet).isPresent()
        || after.filter(LogicalPort::isLocalnet).isPresent();
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
    if (before.isPresent()) {
      define(script, "row_restored", "printf '%s\\n'", List.of(Ovsdb.waitForPort(before.get())));
    } else {
      script.line("row_restored() { :; }");
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
    List<ObjectNode> operations = new ArrayList<>();
    operations.add(Ovsdb.waitForOurRow(portName()));
    if (before.isEmpty()) {
      operations.add(Ovsdb.foundRowOutOfSwitch());
    } else if (replace) {
      operations.add(Ovsdb.waitForSwitch(target));
      operations.add(Ovsdb.foundRowOutOfSwitch());
      operations.addAll(insertion(before.get(), false, "undone"));
    } else {
      operations.add(Ovsdb.update(before.get(), false, true));
    }
    define(script, "from_ours", "nb_write", operations);
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
