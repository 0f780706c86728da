package io.safeops.paths.verdict;

import io.safeops.paths.model.ThingName;
import java.util.List;

/**
 * A hop that a step makes worse, with the paths that it cuts.
 *
 * @param id the step and the hop
 * @param step that makes it worse
 * @param hop the cause
 * @param paths how many paths are worse because of it
 * @param ends some of them, as {@code vm1 -> provider network physnet2}
 * @param kinds of all of these paths, in words: {@code provider}, {@code operator}
 * @param answers of the paths, before and after
 * @param until the step that restores the paths; empty if none does
 * @param again whether the paths did not work before either. The hop is one more place where they
 *     do not; it may have been so before, when the facts did not lead so far
 */
public record PathCut(
    String id,
    String step,
    HopText hop,
    long paths,
    List<String> ends,
    List<String> kinds,
    Answers answers,
    String until,
    boolean again) {

  /**
   * What the hop says.
   *
   * @param kind in a word for rules
   * @param names the things that it names, what it is about first
   */
  public record HopText(String kind, String subject, String why, List<ThingName> names) {

    public HopText {
      names = List.copyOf(names);
    }
  }

  /** The answers of the paths, in words. */
  public record Answers(String was, String now) {}

  public PathCut {
    ends = List.copyOf(ends);
    kinds = List.copyOf(kinds);
  }

  /** Whether no later step restores the paths. */
  public boolean isLasting() {
    return until.isEmpty();
  }

  /** Whether packets still pass, with less than was asked for. */
  public boolean isOnlyDegraded() {
    return answers.now().equals("degraded");
  }

  /** In a sentence or two. */
  public String getText() {
    String first = hop.subject() + ": " + hop.why();
    return first
        + ". "
        + (again
            ? "They did not work before, and this is one more reason: "
            : isOnlyDegraded() ? "Less than before passes: " : "Cut off: ")
        + String.join(", ", ends)
        + (isLasting() ? "" : ". Step " + until + " restores " + (paths == 1 ? "it" : "them"));
  }
}
