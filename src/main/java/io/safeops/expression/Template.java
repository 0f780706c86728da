package io.safeops.expression;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A text with expressions in it; what comes out is always one text, never parsed again. */
public final class Template {

  /** A piece of a template. */
  sealed interface TemplateElement permits Text, Hole {}

  record Text(String text) implements TemplateElement {}

  record Hole(Expression expression) implements TemplateElement {}

  private final List<TemplateElement> parts;

  Template(List<TemplateElement> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The expressions in the order of the text. */
  public List<Expression> expressions() {
    return parts.stream()
        .filter(Hole.class::isInstance)
        .map(templateElement -> ((Hole) templateElement).expression())
        .toList();
  }

  /** As written, on one line. */
  public String text() {
    return parts.stream()
        .map(
            templateElement ->
                templateElement instanceof Hole hole
                    ? "${" + hole.expression().text() + "}"
                    : ((Text) templateElement).text())
        .collect(Collectors.joining())
        .strip()
        .replaceAll("\\s+", " ");
  }

  /** The text for these variables; lists are joined by commas. */
  public String render(Map<String, ?> variables, EvaluationBudget budget)
      throws EvaluationException {
    StringBuilder text = new StringBuilder();
    for (TemplateElement templateElement : parts) {
      if (templateElement instanceof Text fixed) {
        text.append(fixed.text());
      } else if (templateElement instanceof Hole hole) {
        text.append(show(hole.expression().evaluate(variables, budget)));
      }
    }
    return text.toString();
  }

  private static String show(Object value) {
    if (value instanceof Collection<?> list) {
      return list.stream().map(Template::show).collect(Collectors.joining(", "));
    }
    return value instanceof String text ? text : ValueText.of(value);
  }
}
