package io.safeops.plan;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.Position;
import io.safeops.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the parameters that a plan declares. */
final class ParamReader {

  private static final int MOST = 100;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  /** What expressions already use as names, and what CEL keeps for itself. */
  private static final Set<String> TAKEN =
      Set.of(
          "cluster",
          "it",
          "plan",
          "step",
          "true",
          "false",
          "null",
          "in",
          "as",
          "break",
          "const",
          "continue",
          "else",
          "for",
          "function",
          "if",
          "import",
          "let",
          "loop",
          "package",
          "namespace",
          "return",
          "var",
          "void",
          "while",
          "bool",
          "bytes",
          "double",
          "duration",
          "dyn",
          "int",
          "list",
          "map",
          "string",
          "timestamp",
          "type",
          "uint",
          "size",
          "has",
          "cel",
          "optional");

  private ParamReader() {}

  static List<Param> read(Value params) {
    List<Param> read = new ArrayList<>();
    if (params.entries().size() > MOST) {
      params.report("`params`: more than " + MOST);
      return read;
    }
    for (Value.NamedValue namedValue : params.entries()) {
      param(namedValue.key(), namedValue.value()).ifPresent(read::add);
    }
    return read;
  }

  private static Optional<Param> param(Located<String> name, Value value) {
    MapReader map = value.map();
    Optional<ParamType> type = ParamType.read(map.required("type"), true);
    Value defaultValue = map.optional("default");
    boolean optional = map.optional("optional").bool().map(Located::value).orElse(false);
    if (optional && defaultValue.isPresent()) {
      defaultValue.report("`default`: an optional parameter has none");
    }
    Value allowed = map.optional("enum");
    String description = map.optional("description").textOrEmpty();
    map.finish();
    if (!NAME.matcher(name.value()).matches()) {
      value.report(
          "parameter "
              + Value.quote(name.value())
              + ": a name has small letters, digits and underscores, and begins with a letter");
      return Optional.empty();
    }
    if (TAKEN.contains(name.value())) {
      value.report("parameter `" + name.value() + "`: expressions use this name already");
      return Optional.empty();
    }
    return type.map(known -> param(name, known, defaultValue, optional, allowed, description));
  }

  private static Param param(
      Located<String> name,
      ParamType type,
      Value defaultValue,
      boolean optional,
      Value allowed,
      String description) {
    List<String> words = new ArrayList<>();
    for (Value word : allowed.list()) {
      type.read(word).ifPresent(text -> words.add(text.value()));
    }
    if (allowed.isList() && allowed.list().isEmpty()) {
      allowed.report("`enum`: no value is allowed");
    }
    Position at = name.at();
    Param param =
        Param.builder(name.value(), type, at)
            .optional(optional)
            .allowed(words)
            .description(description)
            .build();
    Optional<String> text = defaultValue.text().map(Located::value);
    text.flatMap(param::refuse).ifPresent(reason -> defaultValue.report("`default`: " + reason));
    return param.toBuilder().defaultValue(text).build();
  }
}
