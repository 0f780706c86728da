package io.safeops.cli.page;

import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.MessageText;
import io.safeops.run.store.RunStatus;
import io.safeops.session.RunRequest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The story of a run as one page of HTML that needs nothing else: no script, no other file. It is
 * well-formed XML, and holds no secret.
 */
public final class RunPage {

  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final RunStory story;
  private final Html html = new Html();

  private RunPage(RunStory story) {
    this.story = story;
  }

  /** The whole page. */
  public static String of(RunStory story) {
    return new RunPage(story).page();
  }

  private String page() {
    html.raw("<!DOCTYPE html>\n").open("html", "lang", "en").open("head");
    html.raw("<meta charset=\"utf-8\"/>\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\"/>\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
        .element("title", title())
        .open("style")
        .raw("\n" + PageStyle.SHEET)
        .close()
        .close();
    html.open("body").open("main");
    head();
    EventSections journal = new EventSections(story, html);
    ReviewSections review = new ReviewSections(story, html);
    journal.whoSaidWhat();
    review.touched();
    review.steps();
    review.paths();
    review.rules();
    new NodeSection(story, html).write();
    journal.timeLine();
    html.close()
        .open("footer")
        .open("p", "class", "muted")
        .text("Made by safeops at " + story.madeAt() + ". All times are UTC.")
        .close()
        .close()
        .close()
        .close();
    return html.done();
  }

  private String title() {
    return "Run " + story.run() + (story.plan().isEmpty() ? "" : ": " + story.plan());
  }

  private void head() {
    html.element("h1", title());
    html.open("div", "class", "outcome");
    html.open("p").element("strong", story.status().text()).close();
    html.element("p", meaning(story.status()));
    html.element("p", story.status().last().text());
    html.close();
    for (String fault : story.faults()) {
      html.open("p", "class", "fault").text("Caution: " + fault).close();
    }
    html.open("dl");
    html.fact("Plan", story.plan());
    html.fact("File of the plan", story.request().map(RunRequest::plan).orElse(""));
    html.fact("Digest of the plan", story.started().map(RunEvent.RunStarted::digest).orElse(""));
    html.fact("Run", story.run());
    html.fact(
        "Run by",
        story
            .started()
            .map(RunEvent.RunStarted::user)
            .or(() -> story.request().map(RunRequest::user))
            .orElse(""));
    html.fact("From the machine", story.request().map(RunRequest::host).orElse(""));
    html.fact("Began", story.begin().map(at -> at.truncatedTo(ChronoUnit.SECONDS) + "").orElse(""));
    html.fact(
        "Last event",
        story
            .last()
            .map(at -> at.truncatedTo(ChronoUnit.SECONDS) + length())
            .orElse("the journal tells no time"));
    html.fact("Now", story.now());
    html.close();
    html.raw("<nav aria-label=\"Contents\"><ul>\n");
    link("said", "Who said what");
    link("touched", "What the steps touch");
    link("steps", "Steps");
    link("paths", "Paths that are cut");
    link("rules", "Rules");
    link("nodes", "Nodes");
    link("events", "Time line");
    html.raw("</ul></nav>\n");
  }

  private String length() {
    return story
        .begin()
        .flatMap(begin -> story.last().map(last -> Duration.between(begin, last)))
        .filter(length -> !length.isNegative())
        .map(length -> ", after " + MessageText.length(length))
        .orElse("");
  }

  private void link(String id, String text) {
    html.open("li").open("a", "href", "#" + id).text(text).close().close();
  }

  private static String meaning(RunStatus status) {
    return status
        .ended()
        .map(Outcome::end)
        .map(RunPage::meaning)
        .orElseGet(
            () ->
                switch (status.state()) {
                  case OPEN -> "The run is open. Nothing is decided as long as it is.";
                  case ENDED, PROCESS_GONE ->
                      "The process of the run is gone, and the journal tells no end that is known."
                          + " Nodes that were armed undo by themselves; `safeops recover` finishes"
                          + " the run.";
                  case NO_JOURNAL -> "There is no journal. What happened is not known here.";
                  case UNREADABLE -> "The journal cannot be read. What happened is not known here.";
                });
  }

  private static String meaning(Outcome.End end) {
    return switch (end) {
      case CONFIRMED -> "The change was confirmed, and it is kept.";
      case NOT_STARTED -> "The run did not start. Nothing was changed, and no node is armed.";
      case REFUSED -> "The rules refused the plan. Nothing was changed, and no node is armed.";
      case ROLLED_BACK ->
          "The change was undone, and safeops has proven that everything is as it was.";
      case NOT_PROVEN ->
          "The change was undone as far as is known, but this is not proven, or a node may still"
              + " be armed. A human must look.";
      case SPLIT ->
          "The change was confirmed on some nodes only, or it is not known whether. A human must"
              + " look.";
      case SUPERSEDED ->
          "Another process took the run over. This journal does not tell how it ended.";
      case FAILED -> "safeops itself failed before anything was armed.";
    };
  }
}
