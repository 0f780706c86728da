package io.safeops.action.footprint;

import io.safeops.action.row.RowsDiff;
import io.safeops.facts.model.Cluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Compares two clusters within a footprint. Each side becomes a map from things to texts. Two maps
 * are easy to compare, and each difference is a sentence.
 */
final class FootprintDiff {

  private FootprintDiff() {}

  static List<String> of(Footprint footprint, Cluster before, Cluster after) {
    // A network that was made again has another id but the same name.
    Map<String, String> networks = NeutronContent.names(before, footprint.networks());
    List<String> differences =
        differences(
            FootprintContent.of(footprint, networks, before),
            FootprintContent.of(footprint, networks, after));
    differences.addAll(RowsDiff.of(footprint.rows(), before, after));
    return differences;
  }

  private static List<String> differences(Map<String, String> was, Map<String, String> is) {
    TreeSet<String> things = new TreeSet<>(was.keySet());
    things.addAll(is.keySet());
    List<String> differences = new ArrayList<>();
    for (String thing : things) {
      String one = was.get(thing);
      String other = is.get(thing);
      if (one == null) {
        differences.add(thing + ": new, " + other);
      } else if (other == null) {
        differences.add(thing + ": gone, was " + one);
      } else if (!one.equals(other)) {
        differences.add(thing + ": was " + one + ", is " + other);
      }
    }
    return differences;
  }
}
