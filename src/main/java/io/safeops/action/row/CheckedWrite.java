package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A transaction that makes or deletes a row, and writes nothing where one of its checks fails.
 *
 * @param checks in the order in which the transaction does them
 * @param transaction empty where a row that is to be deleted was not read: then nothing is done
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

  /** For each check a line that says what is so where it fails. */
  public String otherwise() {
    return checks.stream().map(RowCheck::otherwise).collect(Collectors.joining("\n"));
  }
}
