package io.safeops.action.row;

import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.RowReference;
import io.safeops.facts.model.WholeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Compares whole rows: every configured column, and every reference to them. A row that was made
 * again is compared by its content, and references to it by its name. What others wrote in the
 * meantime also counts as a difference; the operator must judge it.
 */
public final class RowsDiff {

  private final List<String> differences = new ArrayList<>();

  private RowsDiff() {}

  /** The differences; none if no rows were asked for. */
  public static List<String> of(List<RowKey> keys, Cluster before, Cluster after) {
    if (before.wholeRows().isEmpty() && after.wholeRows().isEmpty()) {
      return List.of();
    }
    RowsDiff diff = new RowsDiff();
    for (RowKey key : keys) {
      diff.compare(key, before.row(key), after.row(key));
    }
    return diff.differences;
  }

  private void compare(RowKey key, Optional<WholeRow> before, Optional<WholeRow> after) {
    Optional<String> gap = unread(before).map(why -> "was not read before, " + why);
    gap = gap.or(() -> unread(after).map(why -> "is not read, " + why));
    if (gap.isPresent() || before.isEmpty() || after.isEmpty()) {
      differences.add(key.label() + ": cannot be compared, it " + gap.orElse(""));
      return;
    }
    WholeRow was = before.get();
    WholeRow is = after.get();
    if (was.isThere() != is.isThere()) {
      differences.add(key.label() + (was.isThere() ? ": gone" : ": new"));
      return;
    }
    Map<String, String> one = was.getConfigured();
    Map<String, String> other = is.getConfigured();
    TreeSet<String> columns = new TreeSet<>(one.keySet());
    columns.addAll(other.keySet());
    for (String column : columns) {
      String had = one.getOrDefault(column, "not set");
      String has = other.getOrDefault(column, "not set");
      if (!had.equals(has)) {
        differences.add(
            SecretMask.text(column + " of " + key.label() + ": was " + had + ", is " + has));
      }
    }
    references(key, was.references(), is.references(), "gone");
    references(key, is.references(), was.references(), "new");
  }

  private void references(
      RowKey key, List<RowReference> some, List<RowReference> others, String how) {
    for (RowReference reference : some) {
      if (!others.contains(reference)) {
        differences.add("reference to " + key.label() + " from " + reference + ": " + how);
      }
    }
  }

  private static Optional<String> unread(Optional<WholeRow> row) {
    return row.isEmpty() ? Optional.of("it was not asked for") : row.get().problem();
  }
}
