package io.safeops.expression;

import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.Problems;
import io.safeops.expression.Template.Placeholder;
import io.safeops.expression.Template.TemplateElement;
import io.safeops.expression.Template.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a template: {@code ${...}} is an expression, {@code $${} is a literal {@code ${}. */
final class TemplateReader {

  private final CelEnvironment celEnvironment;
  private final Scalar written;
  private final String text;
  private final Problems problems;
  private final List<TemplateElement> parts = new ArrayList<>();
  private final StringBuilder plain = new StringBuilder();

  private TemplateReader(CelEnvironment celEnvironment, Scalar written, Problems problems) {
    this.celEnvironment = celEnvironment;
    this.written = written;
    this.text = written.text();
    this.problems = problems;
  }

  static Optional<Template> read(CelEnvironment celEnvironment, Scalar written, Problems problems) {
    return new TemplateReader(celEnvironment, written, problems).read();
  }

  private Optional<Template> read() {
    int before = problems.count();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        plain.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        at = placeholder(at);
      } else {
        plain.append(text.charAt(at++));
      }
    }
    flush();
    return problems.count() > before ? Optional.empty() : Optional.of(new Template(parts));
  }

  private int placeholder(int start) {
    int end = closing(text, start + 2);
    if (end < 0) {
      problems.add(written.positionOf(start), "`${` has no closing `}`");
      return text.length();
    }
    flush();
    celEnvironment
        .compile(written, start + 2, end, problems)
        .ifPresent(expression -> parts.add(new Placeholder(expression)));
    return end + 1;
  }

  private void flush() {
    if (!plain.isEmpty()) {
      parts.add(new Text(plain.toString()));
      plain.setLength(0);
    }
  }

  /** The index of the brace that closes an expression; skips braces in its maps and texts. */
  static int closing(String text, int from) {
    int depth = 0;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth-- == 0) {
        return i;
      }
    }
    return -1;
  }
}
