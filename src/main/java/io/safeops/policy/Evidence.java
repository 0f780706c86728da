package io.safeops.policy;

import io.safeops.facts.node.Component;
import io.safeops.facts.node.Node;
import io.safeops.paths.model.ThingName;
import io.safeops.paths.segment.MergedSwitches;
import io.safeops.paths.segment.SegmentLoop;
import io.safeops.paths.verdict.NotModelledRow;
import io.safeops.paths.verdict.PathCut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a violation is about, in names that a plan may have, so that a finding can point to them.
 *
 * @param step id of the step that the item is of; empty if the item is of none
 * @param names of what it is about, the most precise first; those in one list are equally precise
 * @param parts by entry of {@link Violation#extent()}, the name of the thing that it tells of.
 *     Where it has none, there is no entry
 * @param ofCommand whether it was decided by how far the command of the step is understood
 */
public record Evidence(
    Optional<String> step,
    List<List<ThingName>> names,
    Map<String, String> parts,
    boolean ofCommand) {

  /** Of an item of which nothing is known. */
  public static final Evidence NONE = new Evidence(Optional.empty(), List.of(), Map.of(), false);

  /** Rules have no name for what kind of thing it is. */
  private static final String ANY = "";

  /** An uplink: {@code enp6s18 of br-ex}; or one name. */
  private static final Pattern PART = Pattern.compile("(\\S+)(?: of \\S+)?");

  private static final String DECIDED_BY_COMMAND = "it.understanding = ";

  public Evidence {
    names = names.stream().map(List::copyOf).toList();
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }

  /**
   * The evidence of a violation.
   *
   * @param item the item that the rule judges
   * @param extent the things that the violation consists of
   * @param trace the values that decided
   */
  static Evidence of(Object item, List<String> extent, List<String> trace) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String entry : extent) {
      Matcher part = PART.matcher(item instanceof SegmentLoop loop ? onNode(entry, loop) : entry);
      if (part.matches()) {
        parts.put(entry, part.group(1));
      }
    }
    return new Evidence(
        step(item),
        names(item),
        parts,
        item instanceof StepChange
            && trace.stream().anyMatch(line -> line.startsWith(DECIDED_BY_COMMAND)));
  }

  /** The entry without the node at its beginning. */
  private static String onNode(String entry, SegmentLoop loop) {
    return loop.nodes().stream()
        .filter(node -> entry.startsWith(node + " ") || entry.startsWith(node + ": "))
        .findFirst()
        .map(node -> entry.substring(node.length() + (entry.startsWith(node + ":") ? 2 : 1)))
        .orElse(entry);
  }

  private static Optional<String> step(Object item) {
    return Optional.ofNullable(
        item instanceof StepChange change
            ? change.id()
            : item instanceof AffectedNode node
                ? node.step()
                : item instanceof PathCut cut
                    ? cut.step()
                    : item instanceof NotModelledRow row ? row.step() : null);
  }

  private static List<List<ThingName>> names(Object item) {
    if (item instanceof StepChange) {
      return List.of();
    }
    if (item instanceof PathCut cut) {
      return cut.hop().names().stream().map(List::of).toList();
    }
    if (item instanceof AffectedNode node) {
      return List.of(List.of(new ThingName(ThingName.NODE, node.node())));
    }
    if (item instanceof Node node) {
      return List.of(List.of(new ThingName(ThingName.NODE, node.name())));
    }
    if (item instanceof Component component) {
      return List.of(List.of(new ThingName(ThingName.COMPONENT, component.name())));
    }
    if (item instanceof NotModelledRow row) {
      return List.of(named(List.of(row.port())), named(List.of(row.switchName())));
    }
    if (item instanceof SegmentLoop loop) {
      return List.of(named(loop.where()));
    }
    if (item instanceof MergedSwitches merged) {
      return List.of(named(merged.switches()));
    }
    return ItemKey.names(item).stream().map(name -> named(List.of(name))).toList();
  }

  private static List<ThingName> named(List<String> names) {
    return names.stream().map(name -> new ThingName(ANY, name)).toList();
  }

  /** The same of a violation that has grown by these entries of its extent. */
  Evidence grownBy(List<String> more) {
    Map<String, String> grown = new LinkedHashMap<>(parts);
    grown.keySet().retainAll(more);
    return new Evidence(step, names, grown, ofCommand);
  }

  /** The same, once it is known which step brings the violation about. */
  public Evidence ofStep(String id) {
    return new Evidence(Optional.of(id), names, parts, ofCommand);
  }

  /**
   * All names, the most precise first; those in one list are equally precise. What a violation
   * consists of is more precise than the item: an uplink, and not its bridge.
   */
  public List<List<ThingName>> allNames() {
    List<List<ThingName>> all = new ArrayList<>();
    all.add(named(parts.values().stream().distinct().toList()));
    all.addAll(names);
    return all;
  }
}
