package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A transaction that inserts or deletes a row. It writes nothing if one of its checks fails.
 *
 * @param checks the checks, in the order of the transaction
 * @param transaction empty if a row to delete was not read: then nothing is done
 */
public record CheckedWrite(List<RowCheck> checks, Optional<String> transaction) {

  static final CheckedWrite NOTHING = new CheckedWrite(List.of(), Optional.empty());

  public CheckedWrite {
    checks = List.copyOf(checks);
  }

  static CheckedWrite of(String database, List<RowCheck> checks, List<ObjectNode> writing) {
    List<ObjectNode> operations = new ArrayList<>();
    checks.forEach(check -> operations.add(check.look()));
    operations.addAll(writing);
    return new CheckedWrite(checks, Optional.of(Ovsdb.transaction(database, operations)));
  }

  /** One line for each check: what is wrong if it fails. */
  public String otherwise() {
    return checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n"));
  }
}
