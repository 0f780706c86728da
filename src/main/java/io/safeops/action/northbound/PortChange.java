package io.safeops.action.northbound;

import io.safeops.action.row.NorthboundTables;
import io.safeops.action.row.RowChange;
import io.safeops.action.row.RowHolder;
import io.safeops.facts.ovn.LogicalPort;
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
    RowHolder target, Optional<LogicalPort> before, Optional<LogicalPort> after, boolean replace) {

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

  /** The same as a change of its row. */
  RowChange<LogicalPort> row() {
    return new RowChange<>(NorthboundTables.portsOf(target), before, after, replace);
  }
}
