package io.safeops.cli.report;

import io.safeops.review.Review;
import io.safeops.run.simulation.Rehearsal;
import java.util.ArrayList;
import java.util.List;

/** Rehearsals of a run, for people. */
final class RehearsalText {

  private RehearsalText() {}

  /** One line for each end, or what happens in the one with a fault. */
  static List<String> of(Review review, List<Rehearsal> rehearsals) {
    List<String> lines = new ArrayList<>();
    if (rehearsals.isEmpty()) {
      return lines;
    }
    lines.add("rehearsal: nodes and time are simulated, no node was touched");
    long packets = Rehearsal.notRehearsed(review);
    if (packets > 0) {
      lines.add("  not rehearsed: " + packets + " expectations that need packets");
    }
    int width = rehearsals.stream().mapToInt(each -> each.what().length()).max().orElse(0);
    for (Rehearsal each : rehearsals) {
      lines.add(
          "  "
              + each.what()
              + " ".repeat(width - each.what().length())
              + "  "
              + each.length()
              + "  exit "
              + each.exit()
              + "  "
              + each.text());
    }
    if (rehearsals.size() == 1) {
      rehearsals.get(0).moments().forEach(moment -> lines.add("    " + moment.line()));
    }
    return lines;
  }
}
