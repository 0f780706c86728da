package io.safeops.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.NearestName;
import io.safeops.document.Problems;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates the compile errors of an expression to plain text with positions in the file. */
final class CelErrorTranslator {

  private static final Pattern FIELD = Pattern.compile("undefined field '([^']*)'");
  private static final Pattern REFERENCE = Pattern.compile("undeclared reference to '([^']*)'.*");
  private static final Pattern PACKAGE = Pattern.compile("\\bio\\.safeops\\.(?:[a-z]++\\.)++");
  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']*)' applied to '([^']*)'.*");
  private static final Set<String> MACROS =
      Set.of("all", "exists", "exists_one", "filter", "map", "bind");
  private static final int MAX_TRIES = 5;

  private final CelEnvironment celEnvironment;
  private final Scalar written;
  private final int from;
  private final String text;

  /**
   * @param from the offset in the scalar's text at which the expression begins
   */
  CelErrorTranslator(CelEnvironment celEnvironment, Scalar written, int from, String text) {
    this.celEnvironment = celEnvironment;
    this.written = written;
    this.from = from;
    this.text = text;
  }

  void report(CelValidationException failure, Problems problems) {
    Set<String> told = new HashSet<>();
    List<CelIssue> errors = failure.getErrors();
    // After a syntax error the parser reports errors that only follow from it: report the first
    // only.
    boolean syntax = errors.stream().anyMatch(error -> error.getExprId() == 0);
    for (CelIssue error : syntax ? errors.subList(0, 1) : errors) {
      CompileError compileError =
          translate(error.getMessage(), offset(failure, error), errors.size());
      if (told.add(compileError.message())) {
        problems.add(written.positionOf(from + compileError.offset()), compileError.message());
      }
      if (compileError.last()) {
        return;
      }
    }
  }

  /**
   * The translation of one error.
   *
   * @param last whether the later errors only follow from this one
   */
  private record CompileError(int offset, String message, boolean last) {}

  static String clip(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > 60 ? line.substring(0, 60) + "..." : line;
  }

  static String typeName(CelType type) {
    String name = PACKAGE.matcher(type.name()).replaceAll("");
    List<String> parameters = type.parameters().stream().map(CelErrorTranslator::typeName).toList();
    return parameters.isEmpty() ? name : name + "(" + String.join(", ", parameters) + ")";
  }

  private int offset(CelValidationException failure, CelIssue error) {
    int codePoints = failure.getSource() == null ? 0 : codePoints(failure, error);
    return text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
  }

  private static int codePoints(CelValidationException failure, CelIssue error) {
    int line = error.getSourceLocation().getLine();
    int column = error.getSourceLocation().getColumn();
    if (line < 1 || column < 0) {
      return 0;
    }
    return failure.getSource().getLocationOffset(line, column).orElse(0);
  }

  private int nameAfterDot(int offset) {
    int at = offset;
    while (at < text.length() && !Character.isJavaIdentifierStart(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? at : offset;
  }

  private CompileError translate(String message, int offset, int errors) {
    Matcher field = FIELD.matcher(message);
    if (field.matches()) {
      String name = field.group(1);
      int at = nameAfterDot(offset);
      Optional<String> meant = suggestion(name, at, celEnvironment.fields(), errors);
      return new CompileError(at, "unknown field `" + name + "`" + hint(meant), false);
    }
    Matcher reference = REFERENCE.matcher(message);
    if (reference.matches()) {
      String name = reference.group(1);
      int at = Math.max(0, text.lastIndexOf(name, offset));
      Optional<String> meant = suggestion(name, at, names(), errors);
      boolean loop = meant.isPresent() && MACROS.contains(meant.get());
      return new CompileError(at, "unknown name `" + name + "`" + hint(meant), loop);
    }
    if (isSingleEquals(offset)) {
      return new CompileError(offset, "`=` is not an operator, write `==` to compare", true);
    }
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      String function = overload.group(1).replaceAll("^_|_$", "");
      String types = PACKAGE.matcher(overload.group(2)).replaceAll("");
      return new CompileError(offset, "`" + function + "` cannot be applied to " + types, false);
    }
    String plain = PACKAGE.matcher(message).replaceAll("");
    return new CompileError(offset, "`" + clip(text) + "`: " + plain, false);
  }

  private static String hint(Optional<String> meant) {
    return meant.map(name -> ", did you mean `" + name + "`?").orElse("");
  }

  private boolean isSingleEquals(int offset) {
    return offset < text.length()
        && text.charAt(offset) == '='
        && !text.startsWith("==", offset)
        && (offset == 0 || "=!<>".indexOf(text.charAt(offset - 1)) < 0);
  }

  private Collection<String> names() {
    Set<String> names = new TreeSet<>(celEnvironment.names());
    // Loop variables are names too: `ports.exists(p, q.up)`.
    Matcher loops = Pattern.compile("\\(\\s*([a-z]\\w*)\\s*,").matcher(text);
    while (loops.find()) {
      names.add(loops.group(1));
    }
    return names;
  }

  /** The nearest known name that leaves fewer errors when it replaces the unknown one. */
  private Optional<String> suggestion(String name, int at, Collection<String> known, int errors) {
    Set<String> left = new TreeSet<>(known);
    for (int i = 0; i < MAX_TRIES; i++) {
      Optional<String> nearest = NearestName.to(name, left);
      if (nearest.isEmpty() || errorsWith(name, at, nearest.get()) < errors) {
        return nearest;
      }
      left.remove(nearest.get());
    }
    return Optional.empty();
  }

  private int errorsWith(String name, int at, String other) {
    if (!text.startsWith(name, at)) {
      return Integer.MAX_VALUE;
    }
    String mended = text.substring(0, at) + other + text.substring(at + name.length());
    return celEnvironment.compiler().compile(mended).getErrors().size();
  }
}
