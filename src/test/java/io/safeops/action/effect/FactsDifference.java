package io.safeops.action.effect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What differs between two clusters, a line for each value. */
final class FactsDifference {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The keys by which an object of a list is known, the first that it has. */
  private static final List<String> KEYS =
      List.of(
          "name",
          "logicalPort",
          "physnet",
          "destination",
          "chassisName",
          "uuid",
          "ip",
          "prefix",
          "externalIp",
          "database");

  /** The value at the path of a row. It sorts before the paths of its columns. */
  private static final String ROW = "a row";

  private static final List<String> EMPTY = List.of("\"\"", "[]", "{}", "false", "0", ROW);

  private FactsDifference() {}

  /**
   * The lines, as {@code nodes/net/nics/eth0/up: true -> false}; {@code -} for no value. Of a row
   * that is gone only that, of a row that is made also its values that are not empty.
   */
  static List<String> of(Cluster before, Cluster after) throws Exception {
    Map<String, String> was = values(before);
    Map<String, String> now = values(after);
    TreeSet<String> paths = new TreeSet<>(was.keySet());
    paths.addAll(now.keySet());
    List<String> lines = new ArrayList<>();
    String whole = "";
    for (String path : paths) {
      String old = was.getOrDefault(path, "-");
      String value = now.getOrDefault(path, "-");
      boolean inWhole = !whole.isEmpty() && path.startsWith(whole);
      if (old.equals(value) || (inWhole && (value.equals("-") || EMPTY.contains(value)))) {
        continue;
      }
      if (inWhole) {
        lines.add(path + ": " + value);
      } else if (old.equals(ROW) || value.equals(ROW)) {
        lines.add(path + (value.equals(ROW) ? " is made" : " is gone"));
        whole = path;
      } else {
        lines.add(path + ": " + old + " -> " + value);
      }
    }
    return lines;
  }

  private static Map<String, String> values(Cluster cluster) throws Exception {
    Map<String, String> values = new TreeMap<>();
    collect("", JSON.readTree(FactsFile.text(cluster)), values);
    return values;
  }

  private static void collect(String path, JsonNode value, Map<String, String> values) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(each -> collect(path + "/" + each.getKey(), each.getValue(), values));
      return;
    }
    boolean rows = value.isArray() && !value.isEmpty() && value.get(0).isObject();
    if (!rows) {
      values.put(
          path.replaceFirst("^/", ""),
          value.isTextual() && !value.asText().isEmpty() ? value.asText() : value.toString());
      return;
    }
    for (JsonNode row : value) {
      String name =
          KEYS.stream()
              .filter(row::has)
              .map(key -> row.get(key).asText())
              .filter(key -> !key.isEmpty())
              .findFirst()
              .orElse(row.toString());
      values.put(path.replaceFirst("^/", "") + "/" + name + "/", ROW);
      collect(path + "/" + name, row, values);
    }
  }
}
