package io.safeops.cli.page;

import io.safeops.guard.NodeKind;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.run.event.RecordedEvent;
import io.safeops.run.event.RunEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happened on each node, as far as the journal and the review tell it. */
final class NodeSection {

  /** Most events that are shown for one node. */
  private static final int MOST_NOTES = 50;

  /** Bytes of the section, about; then nodes are only counted. */
  private static final int MOST_CHARACTERS = 2_000_000;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");

  private final RunStory story;
  private final Html html;

  NodeSection(RunStory story, Html html) {
    this.story = story;
    this.html = html;
  }

  void write() {
    html.section("nodes", "Nodes");
    Map<String, NodeKind> kinds = new LinkedHashMap<>();
    story.all(RunEvent.RunStarted.class).forEach(started -> kinds.putAll(started.nodes()));
    Map<String, List<RecordedEvent>> notes = notes(kinds.keySet());
    if (notes.isEmpty()) {
      html.element("p", "The journal names no node.");
    }
    int begin = html.length();
    int shown = 0;
    for (Map.Entry<String, List<RecordedEvent>> node : notes.entrySet()) {
      if (html.length() - begin > MOST_CHARACTERS) {
        html.element("p", (notes.size() - shown) + " more nodes are not shown here.");
        break;
      }
      node(node.getKey(), role(kinds, node.getKey()), node.getValue());
      shown++;
    }
    html.close();
  }

  private static String role(Map<String, NodeKind> kinds, String node) {
    NodeKind kind = kinds.get(node);
    if (kind == null) {
      return "not told by the journal";
    }
    return switch (kind) {
      case VOTER -> "decides (voter): it has the real undo";
      case SOFT -> "protects itself (soft): the change can only hurt it";
    };
  }

  private void node(String name, String role, List<RecordedEvent> notes) {
    html.element("h3", name).open("dl");
    html.fact("Kind", role);
    html.fact("Armed", whenAll(RunEvent.Armed.class, "with all nodes"));
    html.fact("Done", done(name));
    html.fact("Kept", whenAll(RunEvent.Confirmed.class, "with all nodes that decide"));
    html.fact("Undone", whenAll(RunEvent.Undone.class, "with all nodes"));
    html.close();
    if (notes.isEmpty()) {
      return;
    }
    html.folded(notes.size() + (notes.size() == 1 ? " event names it" : " events name it"));
    html.open("ul");
    for (RecordedEvent note : notes.subList(0, Math.min(MOST_NOTES, notes.size()))) {
      html.element("li", note.at() + " " + note.kind() + " " + note.event().text());
    }
    html.close();
    if (notes.size() > MOST_NOTES) {
      html.element(
          "p",
          (notes.size() - MOST_NOTES)
              + " more are in the journal: `safeops show "
              + story.run()
              + "`.");
    }
    html.close();
  }

  /** When the whole run came so far; no event tells it of one node. */
  private String whenAll(Class<? extends RunEvent> kind, String whom) {
    return story.events().stream()
        .filter(event -> kind.isInstance(event.event()))
        .findFirst()
        .map(event -> whom + ", at " + event.at())
        .orElse("not told by the journal");
  }

  private String done(String node) {
    if (story.review().isEmpty()) {
      return "not known: without a review nothing tells which node a step changes";
    }
    List<String> done = new ArrayList<>();
    for (RecordedEvent event : story.events()) {
      if (event.event() instanceof RunEvent.StepDone step) {
        String part = part(story.review().get(), step.step(), node);
        if (!part.isEmpty()) {
          done.add("step " + step.step() + part + ", at " + event.at());
        }
      }
    }
    return done.isEmpty() ? "no step changed it" : String.join("; ", done);
  }

  /** The part of a node in a step, in words; empty if it has none. */
  private static String part(Review review, String step, String node) {
    for (StepReview each : review.steps()) {
      if (each.id().equals(step)) {
        return each.operation().voters().contains(node)
            ? " changed it"
            : each.operation().softNodes().contains(node)
                ? " ran elsewhere, and it protected itself"
                : "";
      }
    }
    return "";
  }

  /** The events that carry the name of a node, by node; first the nodes of the run. */
  private Map<String, List<RecordedEvent>> notes(Set<String> nodes) {
    Map<String, List<RecordedEvent>> notes = new LinkedHashMap<>();
    nodes.forEach(node -> notes.put(node, new ArrayList<>()));
    for (RecordedEvent event : story.events()) {
      Set<String> named = new LinkedHashSet<>(named(event.event()));
      if (!(event.event() instanceof RunEvent.RunStarted)) {
        words(event.event().text()).stream().filter(nodes::contains).forEach(named::add);
      }
      named.stream()
          .filter(name -> !name.isEmpty())
          .forEach(name -> notes.computeIfAbsent(name, each -> new ArrayList<>()).add(event));
    }
    return notes;
  }

  private static Set<String> named(RunEvent event) {
    if (event instanceof RunEvent.NodeNote note) {
      return Set.of(note.node());
    } else if (event instanceof RunEvent.CodeShown shown) {
      return Set.of(shown.node());
    }
    return event instanceof RunEvent.NodesGivenUp given
        ? new java.util.TreeSet<>(given.lost())
        : Set.of();
  }

  /** The words of a text that can be names; a dot at the end is one of the sentence. */
  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher word = NAME.matcher(text);
    while (word.find()) {
      words.add(word.group());
      int end = word.end();
      while (end > word.start() && ".-".indexOf(text.charAt(end - 1)) >= 0) {
        end--;
      }
      words.add(text.substring(word.start(), end));
    }
    return words;
  }
}
