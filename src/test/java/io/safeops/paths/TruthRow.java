package io.safeops.paths;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A breakage of the lab and what is true of it.
 *
 * @param name as {@code lab break} has it
 * @param lost the paths whose packets are lost, by the names that {@code lab packets} gives them;
 *     where {@link #unstable} is not empty, they may be others
 * @param causes the kinds of the hops that doctor names, each at most; none if nothing is wrong
 * @param warnings the kinds of the hops that doctor warns of: they pass less than was asked for
 * @param unseen why doctor names nothing although something is wrong, without a baseline or at all;
 *     else empty
 * @param unstable why packets do not answer the same each time; else empty
 * @param rare whether the lab shows it only on demand
 * @param exceptions paths of which the facts cannot tell what packets do, each with the reason
 */
record TruthRow(
    String name,
    List<String> lost,
    List<String> causes,
    List<String> warnings,
    String unseen,
    String unstable,
    boolean rare,
    Map<String, String> exceptions) {

  private static final String ALL = "*";

  TruthRow {
    lost = List.copyOf(new TreeSet<>(lost));
    causes = List.copyOf(causes);
    warnings = List.copyOf(new TreeSet<>(warnings));
    exceptions = Map.copyOf(exceptions);
  }

  static TruthRow of(String name) {
    return new TruthRow(name, List.of(), List.of(), List.of(), "", "", false, Map.of());
  }

  TruthRow loses(List<String> some, String... more) {
    List<String> all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return new TruthRow(name, all, causes, warnings, unseen, unstable, rare, exceptions);
  }

  TruthRow loses(String... all) {
    return loses(List.of(), all);
  }

  /** The kinds of hops that are the right cause. */
  TruthRow by(String... kinds) {
    return new TruthRow(name, lost, List.of(kinds), warnings, unseen, unstable, rare, exceptions);
  }

  /** The kinds of hops that pass less than was asked for. */
  TruthRow warns(String... kinds) {
    return new TruthRow(name, lost, causes, List.of(kinds), unseen, unstable, rare, exceptions);
  }

  TruthRow onDemand() {
    return new TruthRow(name, lost, causes, warnings, unseen, unstable, true, exceptions);
  }

  /** Doctor finds nothing without a baseline. */
  TruthRow unseen(String why) {
    return new TruthRow(name, lost, causes, warnings, why, unstable, rare, exceptions);
  }

  TruthRow unstable(String why) {
    return new TruthRow(name, lost, causes, warnings, unseen, why, rare, exceptions);
  }

  TruthRow except(String why, String... packets) {
    Map<String, String> all = new LinkedHashMap<>(exceptions);
    for (String each : packets) {
      all.put(each, why);
    }
    return new TruthRow(name, lost, causes, warnings, unseen, unstable, rare, all);
  }

  /** The facts cannot tell of any path what packets do. */
  TruthRow exceptAll(String why) {
    return except(why, ALL);
  }

  boolean excepts(String packet) {
    return exceptions.containsKey(ALL) || exceptions.containsKey(packet);
  }
}
