package io.safeops.facts.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.safeops.document.Preconditions;
import io.safeops.document.Printable;
import io.safeops.facts.ovsdb.DaemonColumns;
import io.safeops.facts.ovsdb.OvsdbRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A row that a step touches, with its whole configuration and all references to it, which an undo
 * must restore. The database's own schema defines the columns and the references.
 *
 * @param name {@link RowKey#label}
 * @param uuid not content, because a row that is made again has another one; empty if the row does
 *     not exist
 * @param columns every configured column as JSON: a set as a sorted list, a map as an object, a
 *     reference as the name of what it refers to. It leaves out ephemeral columns, the columns in
 *     {@link DaemonColumns}, and the columns by which a row contains other rows (such as the ports
 *     of a bridge), because these are rows of their own
 * @param references every reference to it
 * @param mayRefer the columns of the schema that can refer to it, such as {@code
 *     Mirror.output_port}
 * @param contained the number of rows that it contains, which are deleted with it
 * @param problem why it was not read; then everything else is empty
 */
public record WholeRow(
    String name,
    String uuid,
    Map<String, String> columns,
    List<RowReference> references,
    List<String> mayRefer,
    long contained,
    Optional<String> problem) {

  public WholeRow {
    Preconditions.name("row", name);
    columns = Preconditions.sorted(columns);
    references = List.copyOf(new TreeSet<>(references));
    mayRefer = List.copyOf(mayRefer);
  }

  /** A row of which nothing is known, not even whether it exists. */
  public static WholeRow unread(RowKey key, String why) {
    return WholeRow.builder(key.label()).problem(Optional.of(Printable.line(why))).build();
  }

  public static WholeRow absent(RowKey key) {
    return WholeRow.builder(key.label()).build();
  }

  public boolean isRead() {
    return problem.isEmpty();
  }

  public boolean isThere() {
    return !uuid.isEmpty();
  }

  /** Whether a column has this value, in the parts that are compared. */
  public boolean holds(String column, String value) {
    String held = columns.get(column);
    return held != null && DaemonColumns.compared(column, held).equals(value);
  }

  /** Whether a column refers to a row that a daemon made and may make again at any time. */
  public boolean isOfDaemon(String column) {
    String held = columns.getOrDefault(column, "");
    return held.startsWith("[") && !DaemonColumns.compared(column, held).equals(held);
  }

  /**
   * The value of a column that an undo restores; {@code otherwise} if the row has no such column.
   */
  public String restored(String column, String otherwise) {
    String held = columns.get(column);
    return held == null ? otherwise : DaemonColumns.restored(column, held);
  }

  /** A text as a value of a column. */
  public static String text(String value) {
    return OvsdbRow.ascii(JsonNodeFactory.instance.textNode(value));
  }

  /** A map of texts as a value of a column. */
  public static String map(Map<String, String> values) {
    Map<String, String> sorted = new TreeMap<>();
    values.forEach((key, value) -> sorted.put(text(key), text(value)));
    return sorted.entrySet().stream()
        .map(pair -> pair.getKey() + ":" + pair.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The columns that are not empty, with the parts that are compared. */
  public Map<String, String> getConfigured() {
    Map<String, String> configured = new TreeMap<>(columns);
    configured.replaceAll(DaemonColumns::compared);
    configured.values().removeIf(value -> value.equals(OvsdbRow.empty(value)));
    return configured;
  }

  /** A row by its parts. */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Its parts by name; what is not given is empty. */
  public static final class Builder {
    private final String name;
    private String uuid = "";
    private Map<String, String> columns = Map.of();
    private List<RowReference> references = List.of();
    private List<String> mayRefer = List.of();
    private long contained;
    private Optional<String> problem = Optional.empty();

    private Builder(String name) {
      this.name = name;
    }

    public Builder uuid(String newUuid) {
      uuid = newUuid;
      return this;
    }

    public Builder columns(Map<String, String> newColumns) {
      columns = newColumns;
      return this;
    }

    public Builder references(List<RowReference> newReferences) {
      references = newReferences;
      return this;
    }

    public Builder mayRefer(List<String> newMayRefer) {
      mayRefer = newMayRefer;
      return this;
    }

    public Builder contained(long newContained) {
      contained = newContained;
      return this;
    }

    public Builder problem(Optional<String> newProblem) {
      problem = newProblem;
      return this;
    }

    public WholeRow build() {
      return new WholeRow(name, uuid, columns, references, mayRefer, contained, problem);
    }
  }
}
