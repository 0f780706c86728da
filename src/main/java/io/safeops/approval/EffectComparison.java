package io.safeops.approval;

import io.safeops.approval.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares the things of the footprint before the plan and after each of its steps. What a step
 * changes, then or now, must be the same afterwards. What no step changes must be as it was, if the
 * values before are conditions.
 */
final class EffectComparison {

  private final List<Variation> variations;
  private final List<Difference> differences = new ArrayList<>();

  private EffectComparison(List<Variation> variations) {
    this.variations = variations;
  }

  /**
   * @param now has the same steps as the approved one
   */
  static List<Difference> of(Binding approved, Binding now) {
    EffectComparison comparison = new EffectComparison(approved.variations());
    Map<String, String> was = approved.before().things();
    Map<String, String> is = now.before().things();
    if (approved.before().match() == BeforeImage.Match.SAME) {
      comparison.before(comparison.hidden(was), comparison.hidden(is));
    }
    for (int i = 0; i < approved.actions().size(); i++) {
      BoundAction step = approved.actions().get(i);
      Map<String, String> wasAfter = after(was, step);
      Map<String, String> isAfter = after(is, now.actions().get(i));
      comparison.step(step.step(), was, wasAfter, is, isAfter);
      was = wasAfter;
      is = isAfter;
    }
    return comparison.differences;
  }

  private Map<String, String> hidden(Map<String, String> things) {
    return PortMoves.hidden(things, variations);
  }

  private static Map<String, String> after(Map<String, String> before, BoundAction step) {
    Map<String, String> after = new TreeMap<>(before);
    step.after()
        .forEach(
            (thing, text) ->
                text.ifPresentOrElse(value -> after.put(thing, value), () -> after.remove(thing)));
    return after;
  }

  private void before(Map<String, String> was, Map<String, String> is) {
    Set<String> things = new TreeSet<>(was.keySet());
    things.addAll(is.keySet());
    things.forEach(thing -> same(Kind.BEFORE, "before, " + thing, was.get(thing), is.get(thing)));
  }

  private void step(
      String step,
      Map<String, String> was,
      Map<String, String> wasAfter,
      Map<String, String> is,
      Map<String, String> isAfter) {
    Map<String, String> approved = hidden(wasAfter);
    Map<String, String> now = hidden(isAfter);
    Set<String> changed = changed(hidden(was), approved);
    changed.addAll(changed(hidden(is), now));
    for (String thing : changed) {
      same(Kind.EFFECT, "after step " + step + ", " + thing, approved.get(thing), now.get(thing));
    }
  }

  private static Set<String> changed(Map<String, String> before, Map<String, String> after) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.addAll(after.keySet());
    changed.removeIf(
        thing ->
            Optional.ofNullable(before.get(thing)).equals(Optional.ofNullable(after.get(thing))));
    return changed;
  }

  private void same(Kind kind, String thing, @Nullable String was, @Nullable String is) {
    String approved = was == null ? "that it is not there" : "`" + was + "`";
    String now = is == null ? "it is not there" : "`" + is + "`";
    if (!Optional.ofNullable(was).equals(Optional.ofNullable(is))) {
      differences.add(Difference.of(kind, thing, approved, now));
    }
  }
}
