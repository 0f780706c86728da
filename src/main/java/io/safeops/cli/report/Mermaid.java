package io.safeops.cli.report;

import io.safeops.cli.view.MermaidLabel;
import io.safeops.cli.view.StepChanges;
import io.safeops.facts.diff.ChangedObject;
import io.safeops.paths.verdict.PathCut;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A picture of what changes: each step, the objects that it changes, and the paths that it cuts.
 */
final class Mermaid {

  /** More boxes are not readable in the width of a comment. */
  private static final int MOST_OBJECTS = 25;

  /** Characters of a label. */
  private static final int MOST_OF_LABEL = 80;

  private final StringBuilder text = new StringBuilder("flowchart LR\n");
  private final Map<String, String> objects = new LinkedHashMap<>();
  private int left;

  private Mermaid() {}

  /** The source text; empty if nothing changes. */
  static String of(List<StepChanges> changes, List<PathCut> cuts) {
    Mermaid picture = new Mermaid();
    int number = 0;
    for (StepChanges step : changes) {
      number++;
      String box = "s" + number;
      if (step.objects().isEmpty()) {
        continue;
      }
      picture.line(box + "([\"" + label(step.step()) + "\"])");
      step.objects().forEach(object -> picture.object(box, object));
      for (PathCut cut : cuts) {
        if (cut.step().equals(step.step()) && cut.isLasting()) {
          picture.cut(box, cut);
        }
      }
    }
    if (picture.objects.isEmpty()) {
      return "";
    }
    if (picture.left > 0) {
      picture.line("more[\"" + picture.left + " more\"]");
    }
    return picture.text.toString();
  }

  private void object(String step, ChangedObject changed) {
    String box = box(changed.name());
    if (box.isEmpty()) {
      left++;
      return;
    }
    line(step + " -- \"" + word(changed) + "\" --> " + box);
  }

  private static String word(ChangedObject changed) {
    return switch (changed.kind()) {
      case ADDED -> "adds";
      case REMOVED -> "removes";
      case ALTERED -> "changes";
    };
  }

  private void cut(String step, PathCut cut) {
    for (String end : cut.ends()) {
      String box = box(end);
      if (box.isEmpty()) {
        left++;
      } else {
        line(step + " -. \"cuts\" .-x " + box);
      }
    }
  }

  /** The box of an object; empty if the picture is full. */
  private String box(String name) {
    String known = objects.get(name);
    if (known != null) {
      return known;
    }
    if (objects.size() >= MOST_OBJECTS) {
      return "";
    }
    String box = "o" + (objects.size() + 1);
    objects.put(name, box);
    line(box + "[\"" + label(name) + "\"]");
    return box;
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  private static String label(String name) {
    return MermaidLabel.of(Markdown.shortened(name, MOST_OF_LABEL));
  }
}
