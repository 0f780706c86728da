package io.safeops.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.document.Schema;
import io.safeops.document.Schema.AnyOf;
import io.safeops.document.Schema.AtLeastOne;
import io.safeops.document.Schema.AtMostOne;
import io.safeops.document.Schema.Fields;
import io.safeops.document.Schema.Flag;
import io.safeops.document.Schema.Key;
import io.safeops.document.Schema.ListOf;
import io.safeops.document.Schema.MapOf;
import io.safeops.document.Schema.Named;
import io.safeops.document.Schema.Needs;
import io.safeops.document.Schema.OneKey;
import io.safeops.document.Schema.Rule;
import io.safeops.document.Schema.Text;
import io.safeops.document.Schema.WithParameters;
import io.safeops.document.Schema.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a schema as JSON Schema, draft 7, which editors know best. What the readers take it lets
 * pass: scalars are read as text, so a text may also be what YAML calls a number or a truth value,
 * a key may have nothing after it, and in a plan a text may have parameters in it.
 */
final class JsonSchema {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** A text of a plan that is complete only with the values of parameters. */
  private static final String PARAMETER = "\\$\\{";

  /** A text that may have no value at all, if its parameter is optional. */
  private static final String ONLY_PARAMETER = "^\\$\\{\\s*[A-Za-z_]\\w*\\s*\\}$";

  private static final String WHOLE = "-?(0|[1-9][0-9]{0,17})";
  private static final String TRUTH = "true|false";
  private static final String DURATION = "[0-9]{1,9}(ms|s|m|h|d)";

  /** What YAML reads as nothing. */
  private static final List<String> NOTHING = List.of("", "~", "null");

  /** Where a value stands; this decides what nothing, as YAML has it, means there. */
  private enum Place {
    /** After a key that must have a value. */
    KEY,
    /** After a key that counts as left out if nothing comes after it. */
    OPTIONAL_KEY,
    /** In a list, or after a free key: nothing is an empty text. */
    MEMBER
  }

  private final ObjectNode definitions;
  private final boolean withParameters;

  private JsonSchema(ObjectNode definitions, boolean withParameters) {
    this.definitions = definitions;
    this.withParameters = withParameters;
  }

  /**
   * The text of a JSON Schema.
   *
   * @param id a relative reference: it is not fetched from anywhere
   */
  static String of(String id, String title, Schema schema) {
    JsonSchema writer = new JsonSchema(JSON.objectNode(), false);
    ObjectNode root = SchemaDocument.begin(id, title);
    root.setAll(writer.schema(schema, Place.KEY));
    return SchemaDocument.text(root, writer.definitions);
  }

  private ObjectNode schema(Schema schema, Place place) {
    if (schema instanceof Text text) {
      return text(text, place);
    }
    if (schema instanceof Words words) {
      return words(words.words(), place);
    }
    if (schema instanceof Schema.WholeNumber number) {
      return number(number, place);
    }
    if (schema instanceof Flag) {
      return pattern(typed(place, "boolean", "string"), TRUTH, "true or false");
    }
    if (schema instanceof Schema.Duration) {
      return pattern(
          typed(place, "string"), DURATION, "a duration such as 500ms, 20s, 5m, 12h or 2d");
    }
    if (schema instanceof ListOf list) {
      return list(list, place);
    }
    if (schema instanceof MapOf map) {
      return map(map, place);
    }
    if (schema instanceof Fields fields) {
      return fields(fields, place);
    }
    if (schema instanceof AnyOf several) {
      return anyOf(several, place);
    }
    if (schema instanceof Named named) {
      return reference(named, place);
    }
    if (schema instanceof WithParameters filled) {
      return new JsonSchema(definitions, true).schema(filled.schema(), place);
    }
    if (schema instanceof Schema.Anything) {
      return JSON.objectNode();
    }
    throw new IllegalArgumentException("only in what safeops writes: " + schema);
  }

  private static ObjectNode typed(Place place, String... types) {
    List<String> all = new ArrayList<>(List.of(types));
    if (place == Place.OPTIONAL_KEY) {
      all.add("null");
    }
    ObjectNode node = JSON.objectNode();
    if (all.size() == 1) {
      return node.put("type", all.get(0));
    }
    all.forEach(node.putArray("type")::add);
    return node;
  }

  private ObjectNode text(Text text, Place place) {
    boolean isText = place == Place.MEMBER && matchesNothing(text);
    ObjectNode node =
        text.quoted()
            ? typed(place, "string")
            : typed(isText ? Place.OPTIONAL_KEY : place, "string", "number", "boolean");
    return text.pattern().isEmpty()
        ? node
        : pattern(node, text.pattern().get().pattern(), text.expected());
  }

  private static boolean matchesNothing(Text text) {
    return text.pattern().isEmpty()
        || NOTHING.stream().anyMatch(each -> text.pattern().get().matcher(each).matches());
  }

  /** Adds a pattern, and the message that an editor shows instead of it. */
  private ObjectNode pattern(ObjectNode node, String pattern, String expected) {
    String whole = "^(?:" + ecmaScript(pattern) + ")$";
    node.put("pattern", withParameters ? whole + "|" + PARAMETER : whole);
    return node.put("patternErrorMessage", "expected " + expected);
  }

  /** The pattern for editors: ECMAScript has no possessive quantifiers and no POSIX classes. */
  static String ecmaScript(String pattern) {
    return pattern.replace("*+", "*").replace("++", "+").replace("\\p{Cntrl}", "\\x00-\\x1f\\x7f");
  }

  private ObjectNode words(List<String> words, Place place) {
    ObjectNode node = JSON.objectNode();
    ArrayNode allowed = node.putArray("enum");
    for (String word : words) {
      allowed.add(word);
      if (word.equals("true") || word.equals("false")) {
        allowed.add(Boolean.parseBoolean(word));
      }
    }
    if (place == Place.OPTIONAL_KEY) {
      allowed.addNull();
    }
    return withParameters ? anyOf(List.of(node, withParameter())) : node;
  }

  private static ObjectNode withParameter() {
    return typed(Place.KEY, "string").put("pattern", PARAMETER);
  }

  private ObjectNode number(Schema.WholeNumber number, Place place) {
    ObjectNode node = typed(place, "integer", "string");
    if (number.least() > Long.MIN_VALUE) {
      node.put("minimum", number.least());
    }
    if (number.most() < Long.MAX_VALUE) {
      node.put("maximum", number.most());
    }
    return pattern(node, WHOLE, "a whole number");
  }

  private ObjectNode list(ListOf list, Place place) {
    ObjectNode node = typed(place, "array");
    node.set("items", schema(list.member(), Place.MEMBER));
    if (list.least() > 0) {
      node.put("minItems", list.least());
    }
    return node;
  }

  private ObjectNode map(MapOf map, Place place) {
    ObjectNode node = typed(place, "object");
    if (map.key() instanceof Text key && key.pattern().isPresent()) {
      node.putObject("propertyNames")
          .put("pattern", "^(?:" + ecmaScript(key.pattern().get().pattern()) + ")$")
          .put("patternErrorMessage", "expected " + key.expected());
    }
    node.set("additionalProperties", schema(map.value(), Place.MEMBER));
    return node;
  }

  private ObjectNode fields(Fields fields, Place place) {
    ObjectNode node = typed(place, "object");
    ObjectNode properties = node.putObject("properties");
    for (Key key : fields.keys()) {
      ObjectNode property = schema(key.schema(), place(key, fields));
      properties.set(key.name(), property.put("description", key.description()));
    }
    List<String> required = fields.keys().stream().filter(Key::required).map(Key::name).toList();
    if (!required.isEmpty()) {
      required.forEach(node.putArray("required")::add);
    }
    node.put("additionalProperties", false);
    ArrayNode rules = JSON.arrayNode();
    fields.rules().forEach(rule -> rule(rule).forEach(rules::add));
    if (!rules.isEmpty()) {
      node.set("allOf", rules);
    }
    return node;
  }

  /** Of several keys of which one must be there, this one says something only by what it has. */
  private static Place place(Key key, Fields around) {
    boolean isChoice =
        around.rules().stream()
            .anyMatch(rule -> rule instanceof OneKey one && one.names().contains(key.name()));
    boolean needsMore =
        key.schema() instanceof Fields inner
            && (inner.keys().stream().anyMatch(Key::required)
                || inner.rules().stream().anyMatch(AtLeastOne.class::isInstance));
    return key.required() || (isChoice && needsMore) ? Place.KEY : Place.OPTIONAL_KEY;
  }

  private List<ObjectNode> rule(Rule rule) {
    if (rule instanceof AtLeastOne some) {
      List<ObjectNode> kept = some.names().stream().map(JsonSchema::given).toList();
      return List.of(unless(anyOf(kept), "give at least one of " + listed(some.names())));
    }
    if (rule instanceof AtMostOne one) {
      return pairs(one.names())
          .map(
              pair ->
                  unless(
                      anyOf(pair.stream().map(this::perhapsAbsent).toList()),
                      "give only one of " + listed(pair)))
          .toList();
    }
    if (rule instanceof OneKey one) {
      ObjectNode kept = JSON.objectNode();
      one.names().stream().map(JsonSchema::there).forEach(kept.putArray("oneOf")::add);
      return List.of(unless(kept, "give exactly one " + one.what()));
    }
    Needs needs = (Needs) rule;
    ObjectNode kept = anyOf(List.of(perhapsAbsent(needs.name()), given(needs.other())));
    return List.of(unless(kept, "`" + needs.name() + "` needs `" + needs.other() + "`"));
  }

  private static String listed(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /**
   * A map keeps a rule, or an editor shows the message. Below {@code not}, editors look for no keys
   * to complete; what follows {@code then} fits no map.
   */
  private static ObjectNode unless(ObjectNode kept, String message) {
    ObjectNode node = JSON.objectNode();
    node.set("if", typed(Place.KEY, "object").set("not", kept));
    node.set("then", typed(Place.KEY, "null").put("errorMessage", message));
    return node;
  }

  private static Stream<List<String>> pairs(List<String> names) {
    return names.stream()
        .flatMap(
            first ->
                names.subList(names.indexOf(first) + 1, names.size()).stream()
                    .map(second -> List.of(first, second)));
  }

  private static ObjectNode there(String name) {
    ObjectNode node = JSON.objectNode();
    node.putArray("required").add(name);
    return node;
  }

  /** A key with a value. */
  private static ObjectNode given(String name) {
    ObjectNode node = there(name);
    node.putObject("properties").putObject(name).set("not", typed(Place.KEY, "null"));
    return node;
  }

  /** A key that has no value, or none for some values of the parameters of the plan. */
  private ObjectNode perhapsAbsent(String name) {
    ObjectNode absent = typed(Place.KEY, "null");
    ObjectNode node = JSON.objectNode();
    node.putObject("properties")
        .set(
            name,
            withParameters
                ? anyOf(List.of(absent, typed(Place.KEY, "string").put("pattern", ONLY_PARAMETER)))
                : absent);
    return node;
  }

  private ObjectNode anyOf(AnyOf several, Place place) {
    List<ObjectNode> forms =
        new ArrayList<>(
            several.choices().stream()
                .map(form -> schema(form, place == Place.OPTIONAL_KEY ? Place.KEY : place))
                .toList());
    if (place == Place.OPTIONAL_KEY) {
      forms.add(typed(Place.KEY, "null"));
    }
    return anyOf(forms);
  }

  private static ObjectNode anyOf(List<ObjectNode> forms) {
    ObjectNode node = JSON.objectNode();
    forms.forEach(node.putArray("anyOf")::add);
    return node;
  }

  private ObjectNode reference(Named named, Place place) {
    if (!definitions.has(named.name())) {
      // Taken before it is written: it may refer to itself.
      definitions.putObject(named.name());
      definitions.set(named.name(), schema(named.schema().get(), Place.KEY));
    }
    ObjectNode reference = JSON.objectNode().put("$ref", "#/definitions/" + named.name());
    // Draft 7 ignores a description beside a reference.
    return anyOf(
        place == Place.OPTIONAL_KEY
            ? List.of(reference, typed(Place.KEY, "null"))
            : List.of(reference));
  }
}
