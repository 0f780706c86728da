package io.safeops.plan;

import io.safeops.document.DocumentException;
import io.safeops.document.FileHeader;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.Value.NamedValue;
import io.safeops.document.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of kind {@code Values}: the values of the parameters of several plans. A plan is named by
 * its path, relative to the folder of the file, or a playbook by its name. A plan with a list of
 * values is meant once with each.
 */
public final class ValuesFile {

  /** No file: every plan is meant once, without values. */
  public static final ValuesFile NONE = new ValuesFile(Path.of(""), Map.of());

  private static final String KIND = "Values";

  private final Path folder;
  private final Map<String, List<Map<String, String>>> plans;

  private ValuesFile(Path folder, Map<String, List<Map<String, String>>> plans) {
    this.folder = folder;
    this.plans = plans;
  }

  public static ValuesFile read(Path file) throws DocumentException {
    Problems problems = new Problems();
    MapReader map = Value.root(YamlFile.read(file), ValuesSchema.FILE, problems).map();
    FileHeader.read(map, KIND);
    Map<String, List<Map<String, String>>> plans = new LinkedHashMap<>();
    for (NamedValue plan : map.required("plans").entries()) {
      List<Value> sets = plan.value().isList() ? plan.value().list() : List.of(plan.value());
      List<Map<String, String>> values = new ArrayList<>();
      sets.forEach(set -> values.add(values(set)));
      plans.put(plan.key().value(), List.copyOf(values));
    }
    map.finish();
    problems.throwIfAny();
    Path folder = file.toAbsolutePath().normalize().getParent();
    return new ValuesFile(folder == null ? file.toAbsolutePath() : folder, plans);
  }

  private static Map<String, String> values(Value set) {
    Map<String, String> values = new LinkedHashMap<>();
    for (NamedValue entry : set.entries()) {
      Optional<String> text = entry.value().text().map(Located::value);
      text.ifPresent(value -> values.put(entry.key().value(), value));
    }
    return Map.copyOf(values);
  }

  /** The values with which a plan is meant, at least one set; an empty one if it names no plan. */
  public List<Map<String, String>> of(String plan) {
    List<Map<String, String>> byName = plans.get(plan);
    if (byName != null && !byName.isEmpty()) {
      return byName;
    }
    Path file = Path.of(plan).toAbsolutePath().normalize();
    return plans.entrySet().stream()
        .filter(each -> folder.resolve(each.getKey()).normalize().equals(file))
        .map(Map.Entry::getValue)
        .filter(values -> !values.isEmpty())
        .findFirst()
        .orElse(List.of(Map.of()));
  }
}
