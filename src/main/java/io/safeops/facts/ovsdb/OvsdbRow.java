package io.safeops.facts.ovsdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A row in OVSDB's JSON (RFC 7047): {@code ["set", ...]}, {@code ["map", ...]}, {@code ["uuid",
 * ...]}.
 */
public record OvsdbRow(JsonNode row) {

  /**
   * The results of a transaction of selects, one table for each, in order.
   *
   * @param expected how many tables there must be; of the tables after these, the caller checks the
   *     size by {@link #requireFew}
   */
  public static List<List<OvsdbRow>> tables(String what, String answer, int expected)
      throws FactException {
    JsonNode results = UntrustedInput.array(what, answer);
    for (JsonNode result : results) {
      if (result.hasNonNull("error")) {
        throw new FactException(
            what
                + " refused: "
                + UntrustedInput.string(result, "error")
                + " "
                + UntrustedInput.string(result, "details"));
      }
    }
    if (results.size() < expected) {
      throw new FactException(
          what + " answered " + results.size() + " of " + expected + " questions");
    }
    List<List<OvsdbRow>> tables = new ArrayList<>();
    for (JsonNode result : results) {
      JsonNode rows = result.path("rows");
      List<OvsdbRow> table = new ArrayList<>(rows.size());
      for (JsonNode row : rows) {
        table.add(new OvsdbRow(row));
      }
      if (tables.size() < expected) {
        requireFew(what, table);
      }
      tables.add(table);
    }
    return tables;
  }

  /** Refuses a table with more rows than safeops takes from a database. */
  public static void requireFew(String what, List<OvsdbRow> table) throws FactException {
    if (table.size() > UntrustedInput.ROWS) {
      throw new FactException(what + " answered with more than " + UntrustedInput.ROWS + " rows");
    }
  }

  public String uuid() throws FactException {
    return first("_uuid").orElse("");
  }

  /** A text, or the only member of a set; empty if there is none. */
  public String text(String column) throws FactException {
    return first(column).orElse("");
  }

  /** The value, or the first of a set. */
  public Optional<String> first(String column) throws FactException {
    List<String> values = set(column);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0));
  }

  public Optional<Long> number(String column) throws FactException {
    Optional<String> value = first(column);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.get().matches("-?[0-9]{1,18}")) {
      throw new FactException("column " + column + " holds no whole number");
    }
    return Optional.of(Long.parseLong(value.get()));
  }

  public boolean isTrue(String column, boolean otherwise) throws FactException {
    return first(column).map("true"::equals).orElse(otherwise);
  }

  /** The members of a set. A single value is a set with one member, as in OVSDB. */
  public List<String> set(String column) throws FactException {
    JsonNode value = row.path(column);
    List<String> members = new ArrayList<>();
    if (isTagged(value, "set")) {
      for (JsonNode member : value.get(1)) {
        members.add(atom(member));
      }
    } else if (!value.isMissingNode() && !isTagged(value, "map")) {
      members.add(atom(value));
    }
    return members;
  }

  public Map<String, String> map(String column) throws FactException {
    JsonNode value = row.path(column);
    Map<String, String> map = new LinkedHashMap<>();
    if (isTagged(value, "map")) {
      for (JsonNode pair : value.get(1)) {
        map.put(atom(pair.path(0)), atom(pair.path(1)));
      }
    }
    return map;
  }

  /** The columns that are neither in {@code known} nor empty, as OVSDB JSON. */
  public Map<String, String> others(List<String> known) {
    Map<String, String> others = new LinkedHashMap<>();
    Iterator<Map.Entry<String, JsonNode>> fields = row.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!known.contains(field.getKey())
          && field.getKey().matches("[a-z][a-z0-9_]*")
          && !isEmpty(field.getValue())) {
        others.put(field.getKey(), ascii(field.getValue()));
      }
    }
    return others;
  }

  public boolean isEmpty(String column) {
    return isEmpty(row.path(column));
  }

  private static boolean isEmpty(JsonNode value) {
    return ((isTagged(value, "set") || isTagged(value, "map")) && value.get(1).isEmpty())
        || (value.isTextual() && value.textValue().isEmpty());
  }

  private static boolean isTagged(JsonNode value, String tag) {
    return value.isArray()
        && value.size() == 2
        && value.get(0).asText().equals(tag)
        && value.get(1).isArray();
  }

  private static String atom(JsonNode value) throws FactException {
    if (value.isArray()) {
      // ["uuid", "..."] and ["named-uuid", "..."]
      return UntrustedInput.text(value.path(1).asText());
    }
    return UntrustedInput.text(value.asText());
  }

  /** JSON in which every non-ASCII character is escaped, so that no character can be invisible. */
  public static String ascii(JsonNode value) {
    StringBuilder text = new StringBuilder();
    value
        .toString()
        .chars()
        .forEach(
            c -> {
              if (c < 0x7F) {
                text.append((char) c);
              } else {
                text.append("\\u%04x".formatted(c));
              }
            });
    return text.toString();
  }

  /**
   * The value of a column that nobody has configured. It depends on the type of the present value.
   */
  public static String empty(String value) {
    return switch (value.isEmpty() ? ' ' : value.charAt(0)) {
      case '[' -> "[]";
      case '{' -> "{}";
      case '"' -> "\"\"";
      case 't', 'f' -> "false";
      default -> value.indexOf('.') < 0 ? "0" : "0.0";
    };
  }
}
