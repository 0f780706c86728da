package io.safeops.paths.verdict;

import java.util.List;

/**
 * What a change makes of paths.
 *
 * @param cuts paths that pass less than before
 */
public record PathChange(List<PathCut> cuts) {

  public PathChange {
    cuts = List.copyOf(cuts);
  }

  /** The number of items in it that rules can judge. */
  public long rows() {
    return cuts.size();
  }

  /** What this step makes of them. */
  public PathChange of(String step) {
    return new PathChange(cuts.stream().filter(cut -> cut.step().equals(step)).toList());
  }
}
