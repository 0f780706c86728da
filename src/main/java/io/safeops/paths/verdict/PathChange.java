package io.safeops.paths.verdict;

import java.util.List;

/**
 * What a change makes of paths.
 *
 * @param cuts paths that pass less than before
 * @param notModelled rows that a step deletes or changes, and of which no path is known
 */
public record PathChange(List<PathCut> cuts, List<NotModelledRow> notModelled) {

  public PathChange {
    cuts = List.copyOf(cuts);
    notModelled = List.copyOf(notModelled);
  }

  /** The number of items in it that rules can judge. */
  public long rows() {
    return cuts.size() + notModelled.size();
  }

  /** What this step makes of them. */
  public PathChange of(String step) {
    return new PathChange(
        cuts.stream().filter(cut -> cut.step().equals(step)).toList(),
        notModelled.stream().filter(row -> row.step().equals(step)).toList());
  }
}
