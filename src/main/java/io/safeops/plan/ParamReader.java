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

  private static final int MAX_PARAMS = 100;
  static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

  static final String NAME_EXPECTED =
      "a name of lower-case letters, digits and underscores that begins with a letter";

  /** Names that expressions use already, and the reserved names of CEL. */
  private static final Set<String> RESERVED =
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
    if (params.entries().size() > MAX_PARAMS) {
      params.report("`params`: more than " + MAX_PARAMS);
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
      defaultValue.report("`default`: an optional parameter cannot have a default");
    }
    Value allowed = map.optional("enum");
    String description = map.optional("description").textOrEmpty();
    map.finish();
    if (!NAME.matcher(name.value()).matches()) {
      value.report(
          "parameter "
              + Value.quote(name.value())
              + ": a name has lower-case letters, digits and underscores, and begins with a letter");
      return Optional.empty();
    }
    if (RESERVED.contains(name.value())) {
      value.report(
          "parameter `"
              + name.value()
              + "`: this name is reserved in expressions, choose another one");
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
    Optional<String> refused = text.flatMap(param::refuse);
    refused.ifPresent(reason -> defaultValue.report("`default`: " + reason));
    return refused.isPresent() ? param : param.toBuilder().defaultValue(text).build();
  }
}
