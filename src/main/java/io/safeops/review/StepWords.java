package io.safeops.review;

import io.safeops.action.Action;
import io.safeops.action.ArgumentPlace;
import io.safeops.action.exec.WordPlaces;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.Located;
import io.safeops.paths.model.ThingName;
import io.safeops.plan.NodeSelector;
import io.safeops.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The words of a step that may name what a finding is about: the values of its arguments, the words
 * of a line of shell in them, and the nodes that it names. The command that undoes it is none of
 * them: nothing is found in what only an undo would do.
 */
final class StepWords {

  private static final String ARGV = "argv";
  private static final String UNDO = "undo";

  /** Keys whose values are of one kind and are nothing else, whatever they are called. */
  private static final Set<String> OWN_KIND = Set.of(ThingName.NODE, ThingName.COMPONENT);

  /**
   * @param key of the argument
   * @param place to be found only for the word that is meant
   */
  private record Word(String key, String text, Supplier<Optional<Place>> place) {

    boolean is(ThingName thing) {
      boolean ownKind = OWN_KIND.contains(thing.kind()) || OWN_KIND.contains(key);
      return !text.isEmpty() && text.equals(thing.name()) && (!ownKind || thing.kind().equals(key));
    }
  }

  private final Step step;
  private final List<Word> words = new ArrayList<>();

  StepWords(Step step) {
    this.step = step;
    addAll("", step.arguments());
    if (step.nodes().orElse(null) instanceof NodeSelector.Names nodes) {
      for (Located<String> name : nodes.names()) {
        words.add(new Word(ThingName.NODE, name.value(), () -> Optional.of(Place.from(name.at()))));
      }
    }
  }

  private void addAll(String key, DocumentNode node) {
    if (node instanceof Mapping mapping) {
      for (MapEntry entry : mapping.entries()) {
        if (!entry.key().text().equals(UNDO)) {
          addAll(entry.key().text(), entry.value());
        }
      }
    } else if (node instanceof Sequence list && key.equals(ARGV)) {
      for (WordPlaces.PlacedWord word : WordPlaces.of(texts(list), List.of(ARGV))) {
        words.add(new Word(key, word.text(), () -> place(word.at())));
      }
    } else if (node instanceof Sequence list) {
      list.items().forEach(item -> addAll(key, item));
    } else if (node instanceof Scalar scalar) {
      words.add(new Word(key, scalar.text(), () -> Optional.of(Place.of(scalar))));
    }
  }

  private static List<String> texts(Sequence list) {
    return list.items().stream()
        .map(item -> item instanceof Scalar scalar ? scalar.text() : "")
        .toList();
  }

  /**
   * The place of the only word that has one of the names; of names that are less precise, if no
   * word has one that is more precise. Empty if none has one, or if several have.
   *
   * @param names the most precise first; those in one list are equally precise
   */
  Optional<Place> named(List<List<ThingName>> names) {
    for (List<ThingName> equal : names) {
      List<Word> found = words.stream().filter(word -> equal.stream().anyMatch(word::is)).toList();
      if (!found.isEmpty()) {
        return found.size() == 1 ? found.get(0).place().get() : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * The place of what makes the action opaque or refused: one argument of it, or the command line
   * as a whole.
   */
  Optional<Place> offending(Action action) {
    return place(action.offending().orElse(WordPlaces.whole(List.of(ARGV), 0)));
  }

  private Optional<Place> place(ArgumentPlace at) {
    DocumentNode node = step.arguments();
    for (String key : at.keys()) {
      Optional<MapEntry> entry =
          node instanceof Mapping mapping ? mapping.entry(key) : Optional.empty();
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      node = entry.get().value();
    }
    if (at.member().isPresent()) {
      int member = at.member().getAsInt();
      if (!(node instanceof Sequence list) || member >= list.items().size()) {
        return Optional.empty();
      }
      node = list.items().get(member);
    }
    if (!(node instanceof Scalar scalar)) {
      return Optional.empty();
    }
    return Optional.of(
        at.offset().isPresent()
            ? Place.from(scalar.positionOf(at.offset().getAsInt()))
            : Place.of(scalar));
  }
}
