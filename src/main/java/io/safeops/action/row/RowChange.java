package io.safeops.action.row;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovsdb.DaemonColumns;
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
   * deleted and inserted again also loses the references to it. The written columns are taken from
   * the row as it was read, because the facts may have a name where a column has a UUID.
   */
  public Optional<DeletedRow> deleted(Cluster cluster) {
    if (before.isEmpty() || isUpdate()) {
      return Optional.empty();
    }
    Map<String, String> written = new HashMap<>();
    cluster.row(key()).map(WholeRow::getConfigured).ifPresent(written::putAll);
    written.keySet().retainAll(looked());
    long held = table.isRoot() ? table.held(before.get()).size() : 0;
    return Optional.of(new DeletedRow(key(), written, linked(), held));
  }

  private List<String> linked() {
    List<String> linked = new ArrayList<>(table.referencesOfDaemons());
    holder().map(RowHolder::reference).ifPresent(linked::add);
    return linked;
  }

  /** The deleted row as {@link #deleted} has it, and the rows that go with it. */
  public List<DeletedRow> deletedWithHeld(Cluster cluster) {
    List<DeletedRow> all = new ArrayList<>(deleted(cluster).stream().toList());
    if (!all.isEmpty() && table.isRoot()) {
      all.addAll(deletedRows().subList(1, deletedRows().size()));
    }
    return all;
  }

  /** The columns of the row in the facts, without the empty ones. */
  private List<String> looked() {
    List<String> looked =
        new ArrayList<>(before.map(row -> Ovsdb.namesOf(table.columns(row))).orElse(List.of()));
    looked.addAll(table.writtenWithOthers());
    return looked;
  }

  /** The checks before a row is deleted, besides the check that it is as it was read. */
  public List<RowCheck> checks(Cluster cluster) {
    List<RowCheck> checks = new ArrayList<>();
    for (DeletedRow deleted : deletedWithHeld(cluster)) {
      List<String> left = deleted.key().equals(key()) ? looked() : List.of();
      deleted.row(cluster).ifPresent(row -> checks.addAll(deleted.checks(row, left)));
    }
    return checks;
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
    operations.addAll(counting());
    return operations;
  }

  /**
   * The transaction that inserts the row. It fails if a row with its name, or with the name of a
   * row that it holds, exists, or if its holder does not.
   */
  public CheckedWrite inserting() {
    T row = after.orElseThrow();
    List<RowCheck> checks = new ArrayList<>();
    checks.add(new RowCheck(waitForNone(), key().label() + " is there already"));
    table
        .held(row)
        .forEach(
            held ->
                checks.add(
                    new RowCheck(held.waitForNone(), held.key().label() + " is there already")));
    holder()
        .ifPresent(
            holder ->
                checks.add(
                    new RowCheck(holder.waitForIt(), holder.label() + " is not there any more")));
    List<ObjectNode> writing = new ArrayList<>(insertion(row, true, "done"));
    writing.addAll(counting());
    return CheckedWrite.of(key().database(), checks, writing);
  }

  /**
   * The transaction that deletes the row. It fails if the row, or a row that it holds, has more
   * than the undo would write back, or if another row refers to one of them.
   */
  public CheckedWrite deleting(Cluster cluster) {
    List<RowCheck> checks = new ArrayList<>();
    String uuid = "";
    for (DeletedRow deleted : deletedRows()) {
      Optional<WholeRow> row = deleted.row(cluster);
      if (row.isEmpty()) {
        return CheckedWrite.NOTHING;
      }
      uuid = uuid.isEmpty() ? row.get().uuid() : uuid;
      checks.addAll(deleted.checks(row.get(), List.of()));
    }
    if (holder().isPresent()) {
      checks.add(
          new RowCheck(
              holder().get().waitForOneOf(uuid),
              "it is not on " + holder().get().label() + " any more"));
    }
    List<ObjectNode> writing = new ArrayList<>(List.of(removal(uuid)));
    writing.addAll(counting());
    return CheckedWrite.of(key().database(), checks, writing);
  }

  /**
   * The deleted row and the rows that it holds, with the columns that the undo writes back; empty
   * if no row is deleted.
   */
  public List<DeletedRow> deletedRows() {
    if (before.isEmpty()) {
      return List.of();
    }
    List<HeldRow> held = table.held(before.get());
    List<DeletedRow> deleted = new ArrayList<>();
    deleted.add(new DeletedRow(key(), written(table.row(before.get())), linked(), held.size()));
    held.forEach(
        each ->
            deleted.add(
                new DeletedRow(
                    each.key(),
                    written(each.columns()),
                    List.of(table.name() + "." + each.column()),
                    0)));
    return deleted;
  }

  private static Map<String, String> written(ObjectNode columns) {
    Map<String, String> written = new HashMap<>();
    columns
        .properties()
        .forEach(
            column ->
                written.put(
                    column.getKey(),
                    DaemonColumns.compared(column.getKey(), RowCheck.whole(column.getValue()))));
    return written;
  }

  /** The key of the row, and the keys of the rows that are inserted or deleted with it. */
  public List<RowKey> keys() {
    List<RowKey> keys = new ArrayList<>(List.of(key()));
    table.held(after.or(() -> before).orElseThrow()).forEach(held -> keys.add(held.key()));
    return keys;
  }

  /** As ovs-vsctl does it: the script can then wait until ovs-vswitchd has applied the change. */
  private List<ObjectNode> counting() {
    return table.isCounted() ? Ovsdb.countUp("Open_vSwitch", "next_cfg") : List.of();
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
    boolean isDeletion = after.isEmpty();
    List<ObjectNode> query = new ArrayList<>(List.of(select(byKey())));
    if (!isDeletion) {
      query.add(select(oursByKey()));
    }
    List<ObjectNode> restored = new ArrayList<>();
    List<ObjectNode> fromAbsent = new ArrayList<>();
    List<ObjectNode> held = waitForHeld();
    List<ObjectNode> ours = new ArrayList<>(held);
    ours.add(waitForOurs());
    List<ObjectNode> fromOurs = new ArrayList<>();
    if (before.isPresent() && after.isPresent()) {
      RowUpdate update = update(true);
      RowUpdate back = update.reversed();
      restored.add(back.waitForDone(byKey()));
      if (table.isMarkedUnread() || key().isOfNode()) {
        restored.addAll(update.waitForNoOther(byKey()));
      }
      if (key().isOfNode()) {
        // No mark shows who removed a key: if somebody else has set it since, it is not restored.
        ours.addAll(back.waitForNoOther(Ovsdb.foundRow()));
      }
      ours.add(update.waitForWritten(Ovsdb.foundRow()));
      fromOurs.addAll(back.writing(Ovsdb.foundRow()));
    } else if (before.isPresent()) {
      restored.addAll(held.isEmpty() ? List.of(waitForRow(before.get())) : held);
      fromAbsent.add(waitForNone());
      holder().ifPresent(holder -> fromAbsent.add(holder.waitForIt()));
      fromAbsent.addAll(insertion(before.get(), false, "undone"));
      fromAbsent.addAll(counting());
    } else {
      fromOurs.add(removal(Ovsdb.ROW));
      fromOurs.addAll(counting());
    }
    if (isDeletion) {
      ours.clear();
    }
    fromOurs.addAll(0, ours);
    boolean found = before.isPresent() && !held.isEmpty();
    return new RowUndo(query, restored, found, fromAbsent, ours, fromOurs, items());
  }

  /** The word for the change in its undo: {@code insert}, {@code delete} or {@code update}. */
  public String kind() {
    return before.isEmpty() ? "insert" : after.isEmpty() ? "delete" : "update";
  }

  private Map<String, List<ObjectNode>> items() {
    Map<String, List<ObjectNode>> items = new HashMap<>();
    if (before.isPresent() && after.isPresent()) {
      update(false)
          .items()
          .forEach(
              (item, update) -> {
                List<ObjectNode> as = new ArrayList<>();
                as.add(update.reversed().waitForDone(byKey()));
                as.addAll(update.waitForNoOther(byKey()));
                items.put(RowKey.hash(item), as);
              });
    }
    return items;
  }

  /**
   * In a node's own database, a row is restored, or still this run's, only if its holder has it.
   * Its columns are not compared here, because daemons write there.
   */
  private List<ObjectNode> waitForHeld() {
    return key().isOfNode() ? holder().map(RowHolder::waitForFound).stream().toList() : List.of();
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
    return Ovsdb.where(key());
  }

  private boolean isMarked() {
    T row = after.or(() -> before).orElseThrow();
    return table.isMarked(row) && row(row, false).has("external_ids");
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
    return marked(table.row(of), marked && table.isMarked(of));
  }

  /** With what a daemon has written there: ovn-northd keeps an address that it finds. */
  private ObjectNode whole(T of, boolean marked) {
    return marked(table.columns(of).deepCopy(), marked && table.isMarked(of));
  }

  private static ObjectNode marked(ObjectNode row, boolean marked) {
    if (marked && row.has("external_ids")) {
      row.set("external_ids", Ovsdb.marked(row.get("external_ids")));
    }
    return row;
  }

  private ObjectNode removal(String uuid) {
    return holder()
        .filter(holder -> !table.isRoot())
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
    ObjectNode columns = whole(row, marked);
    for (HeldRow held : table.held(row)) {
      String heldSymbol = symbol + operations.size();
      operations.add(held.insertion(heldSymbol));
      if (!columns.has(held.column())) {
        columns.set(held.column(), Ovsdb.set(List.of()));
      }
      ((ArrayNode) columns.get(held.column()).get(1))
          .add(Ovsdb.array().add("named-uuid").add(heldSymbol));
    }
    ObjectNode insert = Ovsdb.operation("insert", table.name());
    insert.put("uuid-name", symbol);
    insert.set("row", columns);
    operations.add(insert);
    holder().ifPresent(holder -> operations.add(holder.take(symbol)));
    return operations;
  }
}
