package io.safeops.cli.report;

import io.safeops.document.DocumentException;
import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.Value.NamedValue;
import io.safeops.document.YamlFile;
import io.safeops.policy.PolicySet;
import io.safeops.review.Review;
import io.safeops.review.ReviewedState;
import io.safeops.schema.ReviewSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A review that somebody has seen, in the form {@link ReportFormat#JSON}. It is untrusted input:
 * what it says can only refuse a run.
 */
public final class ReviewedFile {

  /** A plan in the file. */
  private record Seen(String name, long exit, ReviewedState state) {}

  private final Path file;
  private final List<Seen> plans;

  private ReviewedFile(Path file, List<Seen> plans) {
    this.file = file;
    this.plans = List.copyOf(plans);
  }

  /**
   * @throws DocumentException when the file is no review in this form
   */
  public static ReviewedFile read(Path file) throws DocumentException {
    Problems problems = new Problems();
    MapReader all = Value.root(YamlFile.read(file), problems).map();
    all.required("format").oneOf(List.of(ReviewSchema.FORMAT));
    List<Seen> plans = new ArrayList<>();
    for (Value plan : all.required("plans").list()) {
      MapReader map = plan.map();
      long exit = map.required("exit").integer(0, 255).map(Located::value).orElse(1L);
      if (map.has("state")) {
        plans.add(
            new Seen(
                map.required("review").map().required("plan").textOrEmpty(),
                exit,
                new ReviewedState(digests(map.required("state")))));
      }
    }
    problems.throwIfAny();
    if (plans.isEmpty()) {
      throw new DocumentException(
          Position.ofFile(file.toString()), "no plan was reviewed in this file");
    }
    return new ReviewedFile(file, plans);
  }

  private static Map<String, String> digests(Value state) {
    Map<String, String> digests = new TreeMap<>();
    for (NamedValue item : state.entries()) {
      digests.put(item.key().value(), item.value().textOrEmpty());
    }
    return digests;
  }

  /**
   * Why the plan is not run: it was not reviewed, it was refused then, or something has changed
   * since. None if all is as it was seen. A file with several reviews of the plan, with other
   * parameters, counts as the one that comes nearest.
   */
  public List<String> objections(Review now, PolicySet rules) {
    ReviewedState state = ReviewedState.of(now, rules);
    List<Seen> same = plans.stream().filter(each -> each.name().equals(now.plan().name())).toList();
    if (same.isEmpty()) {
      return List.of(file + " has no review of plan " + now.plan().name());
    }
    Seen nearest =
        same.stream()
            .min(Comparator.comparingInt(each -> state.changedSince(each.state()).size()))
            .orElseThrow();
    List<String> changed = state.changedSince(nearest.state());
    return changed.isEmpty() && nearest.exit() != 0
        ? List.of("plan " + nearest.name() + ": its review refused it")
        : changed;
  }
}
