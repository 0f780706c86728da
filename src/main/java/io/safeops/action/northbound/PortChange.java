package io.safeops.action.northbound;

import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowHolder;
import io.safeops.facts.ovn.LogicalPort;
import java.util.Optional;

/**
 * A change of one logical switch port, as its row before and after. Every action on ports is made
 * of these, so there is only one kind of undo.
 *
 * @param target the switch that has the port or gets it
 * @param before the row before; empty when it is created
 * @param after the row after; empty when it is deleted
 * @param replace whether the row is deleted and made again with the same name
 */
public record PortChange(
    RowHolder target, Optional<LogicalPort> before, Optional<LogicalPort> after, boolean replace) {

  public PortChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change of nothing");
    }
  }

  public String portName() {
    return after.or(() -> before).orElseThrow().name();
  }

  /** Whether a localnet is made, deleted or changed. */
  public boolean concernsLocalnet() {
    return before.filter(LogicalPort::isLocalnet).isPresent()
        || after.filter(LogicalPort::isLocalnet).isPresent();
  }

  /** The change as a row change. */
  RowChange<LogicalPort> row() {
    return new RowChange<>(NorthboundTables.portsOf(target), before, after, replace);
  }
}
