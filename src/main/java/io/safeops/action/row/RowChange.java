package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A change of one row, as the row before and after. From these two come the change, its undo, the
 * checks before and after, the effect on the facts and the text.
 *
 * <p>A row that is inserted or deleted is written as a whole, with the reference that holds it. For
 * a row that stays, only the columns that differ are written, and in maps only the pairs that
 * differ. The undo writes them back if they still hold what this run wrote.
 *
 * @param <T> the type of a row in the facts
 * @param before the row before; empty when it is inserted
 * @param after the row after; empty when it is deleted
 * @param replaced whether the row is deleted and inserted again with the same name
 */
public record RowChange<T>(
    RowTable<T> table, Optional<T> before, Optional<T> after, boolean replaced) {

  public RowChange {
    if (before.isEmpty() && after.isEmpty()) {
      throw new IllegalArgumentException("a change of nothing");
    }
    boolean stays = before.isPresent() && after.isPresent() && !replaced;
    if (!stays && !table.isWhole()) {
      throw new IllegalArgumentException("rows of " + table.name() + " are only updated");
    }
    if (stays && !key(table, before.get()).equals(key(table, after.get()))) {
      throw new IllegalArgumentException("a change of " + before + " to another row");
    }
  }

  private static <T> RowKey key(RowTable<T> table, T row) {
    return table.key(row);
  }

  public static <T> RowChange<T> insert(RowTable<T> table, T row) {
    return new RowChange<>(table, Optional.empty(), Optional.of(row), false);
  }

  public static <T> RowChange<T> delete(RowTable<T> table, T row) {
    return new RowChange<>(table, Optional.of(row), Optional.empty(), false);
  }

  public static <T> RowChange<T> update(RowTable<T> table, T before, T after) {
    return new RowChange<>(table, Optional.of(before), Optional.of(after), false);
  }

  public RowKey key() {
    return key(table, after.or(() -> before).orElseThrow());
  }

  private boolean isUpdate() {
    return before.isPresent() && after.isPresent() && !replaced;
  }

  /** Whether there is nothing to write. */
  public boolean isEmpty() {
    return isUpdate() && update(false).isEmpty();
  }

  /** The facts with the changed row, without its consequences. */
  public Cluster effect(Cluster cluster) {
    return after.isPresent()
        ? table.with(cluster, after.get())
        : table.without(cluster, before.orElseThrow());
  }

  /** The change as text. */
  public String text() {
    String row = table.name() + " " + key().key();
    if (before.isPresent() && after.isPresent()) {
      return (replaced ? "delete and insert " : "update ") + row + ": " + update(false).text();
    }
    if (before.isPresent()) {
      return "delete " + row;
    }
    ObjectNode nothing = Ovsdb.object();
    String content = new RowUpdate(table.name(), nothing, row(after.get(), false)).text();
    return "insert " + row + ": " + content.replace("none -> ", "");
  }

  /**
   * The deleted row, with what the undo writes back; empty if no row is deleted. A row that is
   * deleted and inserted again also loses the references to it.
   */
  public Optional<DeletedRow> deleted(Cluster cluster) {
    if (before.isEmpty() || isUpdate()) {
      return Optional.empty();
    }
    Map<String, String> written = new HashMap<>();
    cluster.row(key()).map(WholeRow::getConfigured).ifPresent(written::putAll);
    written.keySet().retainAll(looked());
    List<String> linked = holder().map(RowHolder::reference).stream().toList();
    return Optional.of(new DeletedRow(key(), written, linked, 0));
  }

  /** The columns of the row in the facts, without the empty ones. */
  private List<String> looked() {
    return before.map(row -> Ovsdb.namesOf(table.columns(row))).orElse(List.of());
  }

  /** The checks before a row is deleted, besides the check that it is as it was read. */
  public List<RowCheck> checks(Cluster cluster) {
    Optional<DeletedRow> deleted = deleted(cluster);
    return deleted
        .flatMap(each -> each.row(cluster))
        .map(row -> deleted.get().checks(row, looked()))
        .orElse(List.of());
  }

  /**
   * The checks and writes in the one transaction of the change.
   *
   * @param symbol the name of an inserted row within the transaction
   */
  public List<ObjectNode> operations(String symbol) {
    List<ObjectNode> operations = new ArrayList<>();
    if (isUpdate()) {
      RowUpdate update = update(true);
      operations.add(
          table.isWhole()
              ? waitForRow(before.orElseThrow())
              : update.reversed().waitForWritten(byKey()));
      operations.addAll(update.writing(byKey()));
      // A pair does not overwrite another value that was set in the meantime.
      operations.add(update.waitForWritten(byKey()));
      if (table.isMarkedUnread()) {
        operations.add(marking());
      }
      return operations;
    }
    operations.add(before.isPresent() ? waitForRow(before.get()) : waitForNone());
    holder().ifPresent(holder -> operations.add(holder.waitForIt()));
    before.ifPresent(row -> operations.add(removal(table.uuid(row))));
    after.ifPresent(row -> operations.addAll(insertion(row, true, symbol)));
    return operations;
  }

  /** A transaction that selects the changed columns of the row. */
  public String selecting() {
    ObjectNode select = Ovsdb.operation("select", table.name(), byKey());
    ArrayNode columns = Ovsdb.array();
    Ovsdb.namesOf(row(after.or(() -> before).orElseThrow(), false)).forEach(columns::add);
    select.set("columns", columns);
    return Ovsdb.transaction(key().database(), List.of(select));
  }

  /** The transaction of the change, if it has its own transaction. */
  public String writing() {
    return Ovsdb.transaction(key().database(), operations("done"));
  }

  /** A transaction that writes the old values back if the row still holds what the change wrote. */
  public String writingBack() {
    RowUpdate update = update(true);
    List<ObjectNode> operations = new ArrayList<>();
    operations.add(update.waitForWritten(byKey()));
    operations.addAll(update.reversed().writing(byKey()));
    return Ovsdb.transaction(key().database(), operations);
  }

  /** Fails unless the row is as the change wrote it. */
  public ObjectNode waitForWritten() {
    if (isUpdate()) {
      return update(false).waitForDone(byKey());
    }
    if (after.isEmpty()) {
      return waitForNone();
    }
    RowUpdate whole = new RowUpdate(table.name(), Ovsdb.object(), row(after.get(), false));
    return whole.waitForWritten(byKey());
  }

  /** The undo of the change. */
  public RowUndo undo() {
    List<ObjectNode> query = List.of(select(byKey()), select(oursByKey()));
    List<ObjectNode> restored = new ArrayList<>();
    List<ObjectNode> fromAbsent = new ArrayList<>();
    List<ObjectNode> ours = new ArrayList<>(List.of(waitForOurs()));
    List<ObjectNode> fromOurs = new ArrayList<>();
    if (before.isPresent() && after.isPresent()) {
      RowUpdate update = update(true);
      RowUpdate back = update.reversed();
      restored.add(back.waitForDone(byKey()));
      if (table.isMarkedUnread()) {
        restored.addAll(update.waitForNoOther(byKey()));
      }
      ours.add(update.waitForWritten(Ovsdb.foundRow()));
      fromOurs.addAll(back.writing(Ovsdb.foundRow()));
    } else if (before.isPresent()) {
      restored.add(waitForRow(before.get()));
      fromOurs.add(overwriting(before.get()));
      fromAbsent.add(waitForNone());
      holder().ifPresent(holder -> fromAbsent.add(holder.waitForIt()));
      fromAbsent.addAll(insertion(before.get(), false, "undone"));
    } else {
      fromOurs.add(removal(Ovsdb.ROW));
    }
    fromOurs.addAll(0, ours);
    return new RowUndo(markBefore(), query, restored, fromAbsent, ours, fromOurs);
  }

  private Optional<RowHolder> holder() {
    return table.holder(after.or(() -> before).orElseThrow());
  }

  /**
   * The condition that selects the row: by its UUID if names may be there twice, else by its name.
   */
  private ArrayNode byKey() {
    String uuid = table.isWhole() ? "" : before.map(table::uuid).orElse("");
    if (!uuid.isEmpty()) {
      return Ovsdb.where(Ovsdb.condition("_uuid", "==", Ovsdb.uuid(uuid)));
    }
    return key().key().equals(RowKey.ONLY)
        ? Ovsdb.where()
        : Ovsdb.where(Ovsdb.condition("name", "==", Ovsdb.text(key().key())));
  }

  private boolean isMarked() {
    return key().isNorthbound()
        && row(after.or(() -> before).orElseThrow(), false).has("external_ids");
  }

  /** The run whose mark the row had before; empty for none. */
  private String markBefore() {
    String mark = "";
    if (before.isPresent() && isMarked()) {
      for (var pair : row(before.get(), false).path("external_ids").path(1)) {
        mark = pair.path(0).asText().equals(Ovsdb.MARK) ? pair.path(1).asText() : mark;
      }
    }
    return mark;
  }

  /**
   * The condition that selects the row if it is still as this run left it: by its mark, or by the
   * values that it wrote.
   */
  private ArrayNode oursByKey() {
    ArrayNode where = byKey();
    ours().forEach(where::add);
    return where;
  }

  private List<ArrayNode> ours() {
    ArrayNode mark = Ovsdb.condition("external_ids", "includes", Ovsdb.mark());
    if (isMarked()) {
      return List.of(mark);
    }
    List<ArrayNode> ours = update(false).writtenConditions();
    if (table.isMarkedUnread()) {
      ours.add(mark);
    }
    return ours;
  }

  /**
   * Leaves the mark where nobody knows which one is there. The undo leaves it: an earlier step of
   * the run may have changed the row, too.
   */
  private ObjectNode marking() {
    ArrayNode key = Ovsdb.array().add("set").add(Ovsdb.array().add(Ovsdb.MARK));
    ArrayNode mutations = Ovsdb.array();
    mutations.add(Ovsdb.array().add("external_ids").add("delete").add(key));
    mutations.add(Ovsdb.array().add("external_ids").add("insert").add(Ovsdb.mark()));
    ObjectNode mutate = Ovsdb.operation("mutate", table.name(), byKey());
    mutate.set("mutations", mutations);
    return mutate;
  }

  /** Fails unless the row found on the node is still as this run left it. */
  private ObjectNode waitForOurs() {
    ArrayNode where = Ovsdb.foundRow();
    ours().forEach(where::add);
    return Ovsdb.waitForSome(table.name(), where);
  }

  private ObjectNode waitForNone() {
    return Ovsdb.wait(table.name(), byKey(), List.of("name"));
  }

  /** Fails unless the row holds exactly this. */
  private ObjectNode waitForRow(T expected) {
    ObjectNode row = table.columns(expected);
    return Ovsdb.wait(table.name(), byKey(), Ovsdb.namesOf(row), row);
  }

  private ObjectNode select(ArrayNode where) {
    ObjectNode select = Ovsdb.operation("select", table.name(), where);
    select.set("columns", Ovsdb.array().add("_uuid"));
    return select;
  }

  private RowUpdate update(boolean marked) {
    return new RowUpdate(
        table.name(),
        before.map(table::row).orElseGet(Ovsdb::object),
        after.map(row -> row(row, marked)).orElseGet(Ovsdb::object));
  }

  private ObjectNode row(T of, boolean marked) {
    return marked(table.row(of), marked);
  }

  /** With what a daemon has written there: ovn-northd keeps an address that it finds. */
  private ObjectNode whole(T of, boolean marked) {
    return marked(table.columns(of).deepCopy(), marked);
  }

  private ObjectNode marked(ObjectNode row, boolean marked) {
    if (marked && key().isNorthbound() && row.has("external_ids")) {
      row.set("external_ids", Ovsdb.marked(row.get("external_ids")));
    }
    return row;
  }

  private ObjectNode removal(String uuid) {
    return holder()
        .map(holder -> holder.drop(uuid))
        .orElseGet(
            () ->
                Ovsdb.operation(
                    "delete",
                    table.name(),
                    Ovsdb.where(Ovsdb.condition("_uuid", "==", Ovsdb.uuid(uuid)))));
  }

  private List<ObjectNode> insertion(T row, boolean marked, String symbol) {
    List<ObjectNode> operations = new ArrayList<>();
    ObjectNode insert = Ovsdb.operation("insert", table.name());
    insert.put("uuid-name", symbol);
    insert.set("row", whole(row, marked));
    operations.add(insert);
    holder().ifPresent(holder -> operations.add(holder.take(symbol)));
    return operations;
  }

  private ObjectNode overwriting(T with) {
    ObjectNode update = Ovsdb.operation("update", table.name(), Ovsdb.foundRow());
    ObjectNode row = whole(with, false);
    row.remove("name");
    update.set("row", row);
    return update;
  }
}
