package io.safeops.cli.page;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.cli.topology.TouchedPicture;
import io.safeops.cli.view.ReviewDetails;
import io.safeops.cli.view.StepChanges;
import io.safeops.document.SecretMask;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.paths.verdict.PathCut;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.review.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the review says: steps, paths that are cut, rules. Without a review it says why not. */
final class ReviewSections {

  /** Most things that are listed in one place. */
  private static final int MOST = 200;

  /** Bytes of a section, about; what is beyond is only counted. */
  private static final int MOST_CHARACTERS = 2_000_000;

  private final RunStory story;
  private final Html html;

  /** Longer ones first: one can be a part of another. */
  private final List<String> secrets;

  ReviewSections(RunStory story, Html html) {
    this.story = story;
    this.html = html;
    this.secrets =
        story.review().map(review -> review.plan().secrets()).orElse(List.of()).stream()
            .filter(secret -> !secret.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  void touched() {
    section(
        "touched",
        "What the steps touch",
        review -> {
          TouchedPicture picture = TouchedPicture.of(review);
          html.element(
              "p",
              "After the last step, as the review predicts it: "
                  + picture.summary()
                  + ". Where it differs, \"before:\" tells what it was when the facts were read, at "
                  + review.before().collectedAt()
                  + ". What came of it stands at the top of this page.");
          String svg = picture.svg();
          if (picture.isEmpty()) {
            html.element("p", "Nothing of it is a node, a bridge or a network.");
          } else if (svg.length() > MOST_CHARACTERS) {
            html.element("p", "The picture is too large for this page.");
          } else {
            html.raw(svg);
          }
          if (!picture.unsaid().isEmpty()) {
            html.open("ul");
            bounded(picture.unsaid(), text -> html.element("li", text));
            html.close();
          }
        });
  }

  void steps() {
    section(
        "steps",
        "Steps",
        review -> {
          html.element(
              "p",
              "The commands as the run has them, and what they change, as predicted. The review was"
                  + " made again from the files of the run, with the rules and the inventory of"
                  + " now.");
          List<StepChanges> changes = StepChanges.of(review);
          ReviewDetails details = new ReviewDetails(review);
          all(review.steps(), step -> step(step, changes, details));
        });
  }

  private void step(StepReview step, List<StepChanges> changes, ReviewDetails details) {
    heading("Step " + step.id());
    html.open("dl");
    html.fact("Action", masked(step.action().name()));
    html.fact("On", masked(String.join(", ", step.operation().nodes())));
    html.close();
    html.code(masked(step.title()));
    list(
        "Expected afterwards", step.operation().expect().stream().map(ReviewSections::of).toList());
    for (StepChanges change : changes) {
      if (change.step().equals(step.id())) {
        html.folded("Changes, as predicted: " + change.count());
        html.open("ul");
        bounded(change.objects(), this::changed);
        html.close().close();
      }
    }
    html.folded("Undo");
    html.code(masked(String.join("\n", details.undo(step.id()))));
    html.close();
  }

  private void changed(ChangedObject object) {
    String kind =
        switch (object.kind()) {
          case ADDED -> "added: ";
          case REMOVED -> "removed: ";
          case ALTERED -> "changed: ";
        };
    html.open("li").text(kind + masked(object.name()));
    if (!object.fields().isEmpty()) {
      html.open("ul");
      bounded(object.fields(), field -> html.element("li", masked(field.text())));
      html.close();
    }
    html.close();
  }

  private static String of(Expectation expectation) {
    return expectation instanceof CheckExpectation check
        ? check.node() + ": " + check.description()
        : expectation.description();
  }

  void paths() {
    section(
        "paths",
        "Paths that are cut",
        review -> {
          if (review.cuts().isEmpty()) {
            html.element("p", "The plan cuts no path, as predicted.");
          }
          all(review.cuts(), this::cut);
        });
  }

  private void cut(PathCut cut) {
    heading(
        "Step "
            + cut.step()
            + ": "
            + cut.paths()
            + (cut.paths() == 1 ? " path" : " paths")
            + (cut.isLasting() ? "" : ", until step " + cut.until()));
    html.open("dl");
    html.fact("Before", masked(cut.answers().was()));
    html.fact("After, as predicted", masked(cut.answers().now()));
    html.fact("Because of", masked(cut.hop().subject() + ": " + cut.hop().why()));
    html.fact("Kinds", masked(String.join(", ", cut.kinds())));
    html.close();
    list("Paths", cut.ends());
  }

  void rules() {
    section(
        "rules",
        "Rules",
        review -> {
          if (review.allVerdicts().isEmpty()) {
            html.element("p", "No rule objects to the plan.");
          }
          all(review.allVerdicts(), this::verdict);
        });
  }

  private void verdict(Verdict verdict) {
    String ruling =
        switch (verdict.ruling()) {
          case REFUSED -> "refused";
          case WARNED -> "warned";
          case WAIVED -> "set aside";
        };
    heading(verdict.rule() + ": " + ruling);
    html.open("dl");
    html.fact("Says", masked(verdict.message()));
    html.fact("Step", masked(verdict.step()));
    if (verdict.ruling() == Verdict.Ruling.WAIVED) {
      html.fact("Set aside by", story.request().map(request -> request.user()).orElse(""));
    }
    html.fact("Reason", masked(verdict.because()));
    html.fact("Evidence", masked(verdict.trace()));
    html.close();
  }

  private void section(String id, String heading, Consumer<Review> write) {
    html.section(id, heading);
    Optional<Review> review = story.review();
    if (review.isPresent()) {
      write.accept(review.get());
    } else {
      html.element("p", "The review cannot be made again: " + story.noReview());
    }
    html.close();
  }

  private void heading(String text) {
    html.element("h3", masked(text));
  }

  private void list(String summary, List<String> lines) {
    if (!lines.isEmpty()) {
      html.folded(summary).open("ul");
      bounded(lines, line -> html.element("li", masked(line)));
      html.close().close();
    }
  }

  private <T> void bounded(List<T> all, Consumer<T> write) {
    all.subList(0, Math.min(MOST, all.size())).forEach(write);
    if (all.size() > MOST) {
      html.element("li", "and " + (all.size() - MOST) + " more; this list shows " + MOST);
    }
  }

  private <T> void all(List<T> all, Consumer<T> write) {
    int begin = html.length();
    for (int i = 0; i < all.size(); i++) {
      if (html.length() - begin > MOST_CHARACTERS) {
        html.element("p", (all.size() - i) + " more are not shown here.");
        return;
      }
      write.accept(all.get(i));
    }
  }

  private String masked(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, SecretMask.MASKED);
    }
    return masked;
  }
}
