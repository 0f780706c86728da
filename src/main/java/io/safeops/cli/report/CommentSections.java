package io.safeops.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parts of a comment that has a limit. What matters least goes first until the rest fits, and
 * the comment says what it lacks.
 */
final class CommentSections {

  /** What a part says; the order is that of importance. */
  enum Weight {
    SUMMARY("the summary"),
    REFUSAL("why plans are refused"),
    REMARK("warnings"),
    STEPS("the steps and how they are guarded"),
    CHANGES("what changes"),
    RULES("the rules with their evidence"),
    PICTURE("the pictures");

    private final String what;

    Weight(String what) {
      this.what = what;
    }
  }

  private record Section(int number, Weight weight, String text) {}

  /** For the line that says what is left out. */
  private static final int RESERVE = 600;

  private final List<Section> sections = new ArrayList<>();

  void add(Weight weight, String text) {
    if (!text.isEmpty()) {
      sections.add(new Section(sections.size(), weight, text));
    }
  }

  /** The whole text, of at most so many characters. */
  String within(int most) {
    List<Section> kept = new ArrayList<>(sections);
    int length = kept.stream().mapToInt(each -> each.text().length()).sum();
    List<Section> leastFirst = new ArrayList<>(sections);
    leastFirst.sort(
        Comparator.comparing(Section::weight).thenComparing(Section::number).reversed());
    Map<Weight, Integer> gone = new LinkedHashMap<>();
    int limit = most;
    for (Section least : leastFirst) {
      if (length <= limit || least.weight() == Weight.SUMMARY) {
        break;
      }
      limit = most - RESERVE;
      kept.remove(least);
      length -= least.text().length();
      gone.merge(least.weight(), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    kept.forEach(section -> text.append(section.text()));
    if (!gone.isEmpty()) {
      List<String> parts = new ArrayList<>();
      gone.forEach((weight, count) -> parts.add(weight.what + " (" + count + ")"));
      text.append(
          "\nLeft out, because this comment may have %,d characters: %s. The form json has all.\n"
              .formatted(most, String.join(", ", parts)));
    }
    return text.toString();
  }
}
