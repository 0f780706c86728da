package io.safeops.expression;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A text with expressions in it. The result is always one text, which is never parsed again. */
public final class Template {

  /** A piece of a template. */
  sealed interface TemplateElement permits Text, Placeholder {}

  record Text(String text) implements TemplateElement {}

  record Placeholder(Expression expression) implements TemplateElement {}

  private final List<TemplateElement> parts;

  Template(List<TemplateElement> parts) {
    this.parts = List.copyOf(parts);
  }

  /** The expressions in the order in which they occur. */
  public List<Expression> expressions() {
    return parts.stream()
        .filter(Placeholder.class::isInstance)
        .map(templateElement -> ((Placeholder) templateElement).expression())
        .toList();
  }

  /** The template as written, on one line. */
  public String text() {
    return parts.stream()
        .map(
            templateElement ->
                templateElement instanceof Placeholder placeholder
                    ? "${" + placeholder.expression().text() + "}"
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
      } else if (templateElement instanceof Placeholder placeholder) {
        text.append(show(placeholder.expression().evaluate(variables, budget)));
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
