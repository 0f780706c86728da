package io.safeops.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A schema and the reader of its files say the same, as far as a schema can say it. */
class SchemaAgreesTest {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  @TempDir private Path folder;
  private Verdicts verdicts;

  @BeforeEach
  void schemas() throws Exception {
    verdicts = new Verdicts(folder);
  }

  /** Files of a kind that have each key of its schema together. */
  private static List<JsonNode> full(FileKind kind) throws IOException {
    List<JsonNode> files = new ArrayList<>();
    for (String name : List.of(kind.word(), kind.word() + "-endpoint")) {
      try (InputStream in = SchemaAgreesTest.class.getResourceAsStream(name + ".yaml")) {
        if (in != null) {
          files.add(Verdicts.yaml(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
      }
    }
    return files;
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAN", "INVENTORY", "POLICY", "POLICY_TEST"})
  void eachKeyOfTheSchemaIsRead(FileKind kind) throws Exception {
    Set<String> used = new TreeSet<>();
    for (JsonNode file : full(kind)) {
      assertThat(verdicts.ofReader(kind, file)).isEmpty();
      assertThat(verdicts.ofSchema(kind, file)).isEmpty();
      used.addAll(SchemaKeys.used(kind, file));
    }
    Set<String> declared = SchemaKeys.declared(kind);
    // Steps, guard and nodes are those of a plan and an inventory; ssh is the same everywhere.
    declared.removeIf(
        key -> key.matches("/cases/-/(steps|guard|inventory|maintenance)/.*|.*#.*#.*"));
    declared.removeIf(
        key -> key.matches("/(defaults|nodes/\\*/oob(/-)?)/ssh#/.*|/nodes/\\*/oob/.*"));
    Set<String> never = plain(declared);
    never.removeAll(plain(used));
    assertThat(never).isEmpty();
  }

  /** One and a list of them have the same keys. */
  private static Set<String> plain(Set<String> keys) {
    return keys.stream().map(key -> key.replace("/-", "")).collect(Collectors.toSet());
  }

  /** The same files in parts: a plan for each step, because a reader of long plans takes long. */
  private static List<JsonNode> parts(FileKind kind) throws IOException {
    if (kind != FileKind.PLAN) {
      return full(kind);
    }
    JsonNode plan = full(kind).get(0);
    List<JsonNode> parts = new ArrayList<>();
    for (JsonNode step : plan.get("steps")) {
      ObjectNode part = plan.deepCopy();
      part.putArray("steps").add(step.deepCopy());
      if (!parts.isEmpty()) {
        part.remove("guard");
      }
      parts.add(part);
    }
    return parts;
  }

  @Test
  void valuesAreAMapOrAListOfMapsForEachPlan() throws Exception {
    JsonNode file = full(FileKind.VALUES).get(0);
    assertThat(verdicts.ofSchema(FileKind.VALUES, file)).isEmpty();
    ((ObjectNode) file.get("plans")).put("own/plan.yaml", "node=net");
    assertThat(verdicts.ofSchema(FileKind.VALUES, file)).isNotEmpty();
  }

  /** A change of one place of a file. */
  private record Change(String name, JsonNode file) {}

  /** Each key of a file taken away, written wrongly, and given a list, a map and a text. */
  private static List<Change> changes(JsonNode file) {
    List<Change> changes = new ArrayList<>();
    for (String at : places(file)) {
      String parent = at.substring(0, at.lastIndexOf('/'));
      String key = at.substring(at.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
      if (file.at(parent).isObject()) {
        changes.add(change("without " + at, file, parent, map -> map.remove(key)));
        changes.add(
            change("misspelt " + at, file, parent, map -> map.set(key + "zz", map.remove(key))));
        changes.add(change("a list at " + at, file, parent, map -> map.putArray(key).addArray()));
        changes.add(
            change("a map at " + at, file, parent, map -> map.putObject(key).putObject("zz")));
        changes.add(change("a text at " + at, file, parent, map -> map.put(key, "-?")));
        changes.add(change("nothing at " + at, file, parent, map -> map.putNull(key)));
      }
    }
    return changes;
  }

  private static Change change(String name, JsonNode file, String at, Consumer<ObjectNode> edit) {
    JsonNode copy = file.deepCopy();
    edit.accept((ObjectNode) copy.at(at));
    return new Change(name, copy);
  }

  private static List<String> places(JsonNode file) {
    List<String> places = new ArrayList<>();
    collect(file, "", places);
    return places;
  }

  private static void collect(JsonNode node, String at, List<String> places) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      String below = at + "/" + entry.getKey().replace("~", "~0").replace("/", "~1");
      places.add(below);
      collect(entry.getValue(), below, places);
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      places.add(at + "/" + i);
      collect(node.get(i), at + "/" + i, places);
    }
  }

  /**
   * What only the reader can say: whether a parameter is declared and has values, what an
   * expression means, what other files have.
   */
  private static final Pattern ONLY_THE_READER =
      Pattern.compile(
          "(without|misspelt|nothing at) /params(/[a-z]+)?|without /params/mode/enum|nothing at .*/set/.*|.* at /params/[a-z]+/(default|type|enum|optional)"
              + "|a text at .*/(where|holds|expect/\\d+|each|when|unless|expression|key|grows-with)"
              + "|a text at .*/(set|include)/.*|a text at .*/zone|a text at .*/jump"
              + "|.* /nodes/ctl|.* /rules/0/remedy/0/each|a text at /base"
              + "|.* /cases/\\d+/(change|refuses|inventory)\\b.*|.* /cases/\\d+/(steps|exec)");

  @ParameterizedTest
  @EnumSource(names = {"PLAN", "INVENTORY", "POLICY", "POLICY_TEST"})
  void oneWrongPlaceGetsTheSameVerdict(FileKind kind) throws Exception {
    List<String> different = new ArrayList<>();
    int refused = 0;
    for (JsonNode file : parts(kind)) {
      for (Change change : changes(file)) {
        List<String> ofSchema = verdicts.ofSchema(kind, change.file());
        List<String> ofReader = verdicts.ofReader(kind, change.file());
        refused += ofSchema.isEmpty() ? 0 : 1;
        if (ofSchema.isEmpty() != ofReader.isEmpty()
            && !(ofSchema.isEmpty() && ONLY_THE_READER.matcher(change.name()).matches())) {
          different.add(change.name() + ": schema " + ofSchema + ", reader " + ofReader);
        }
      }
    }
    assertThat(different).isEmpty();
    assertThat(refused).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAN", "INVENTORY", "POLICY", "POLICY_TEST"})
  void whatTheSchemaRefusesTheReaderRefuses(FileKind kind) throws Exception {
    Random random = new Random(20260101);
    List<JsonNode> files = parts(kind);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      JsonNode file = files.get(i % files.size()).deepCopy();
      List<String> done = new ArrayList<>();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        done.add(corrupt(file, random));
      }
      List<String> ofSchema = verdicts.ofSchema(kind, file);
      refused += ofSchema.isEmpty() ? 0 : 1;
      if (!ofSchema.isEmpty()) {
        assertThat(verdicts.ofReader(kind, file)).as("%s: %s", done, ofSchema).isNotEmpty();
      }
    }
    assertThat(refused).isGreaterThan(100);
  }

  private static String corrupt(JsonNode file, Random random) {
    List<String> places = places(file);
    String at = places.get(random.nextInt(places.size()));
    JsonNode parent = file.at(at.substring(0, at.lastIndexOf('/')));
    JsonNode value = value(file.at(at), file.at(places.get(random.nextInt(places.size()))), random);
    if (parent instanceof ObjectNode map) {
      String key = at.substring(at.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
      switch (random.nextInt(4)) {
        case 0 -> map.remove(key);
        case 1 -> map.set(key + "x", map.remove(key));
        default -> map.set(key, value);
      }
    } else if (parent instanceof ArrayNode list) {
      int index = Integer.parseInt(at.substring(at.lastIndexOf('/') + 1));
      switch (random.nextInt(3)) {
        case 0 -> list.remove(index);
        case 1 -> list.insert(index, value);
        default -> list.set(index, value);
      }
    }
    return at + " = " + value;
  }

  private static JsonNode value(JsonNode now, JsonNode other, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextInt(100_000) - 10);
      case 3 -> JSON.textNode(random.nextBoolean() ? "" : "a text");
      case 4 -> JSON.arrayNode();
      case 5 -> JSON.objectNode();
      case 6 -> JSON.arrayNode().add(now.deepCopy());
      case 7 -> JSON.textNode(now.isValueNode() ? "${count}" : "none");
      case 8 -> JSON.textNode(now.asText() + "x");
      default -> other.deepCopy();
    };
  }

  private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"\n(.*?)\"\"\"", Pattern.DOTALL);

  @Test
  void whatAReaderAcceptsInOtherTestsTheSchemaAccepts() throws Exception {
    int accepted = 0;
    try (Stream<Path> sources = Files.walk(Path.of("src/test/java"))) {
      for (Path source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher block = TEXT_BLOCK.matcher(Files.readString(source));
        while (block.find()) {
          String text = block.group(1).stripIndent();
          for (FileKind kind : List.of(FileKind.PLAN, FileKind.INVENTORY, FileKind.POLICY)) {
            boolean isOne = text.matches("(?si)(.*\n)?kind: " + kind.word() + "\n.*");
            if (isOne && verdicts.ofReader(kind, text, ".yaml").isEmpty()) {
              assertThat(verdicts.ofSchema(kind, Verdicts.yaml(text))).as(text).isEmpty();
              accepted++;
            }
          }
        }
      }
    }
    assertThat(accepted).isGreaterThan(10);
  }
}
