package io.safeops.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.safeops.facts.collect.RecordedNodes;
import io.safeops.facts.file.FactsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that come with safeops follow the schemas that come with it. */
class ShippedFilesTest {

  private static final Path SCHEMAS = Path.of("docs/schema");
  private static final Pattern KIND = Pattern.compile("(?m)^kind: (\\w+)$");
  private static final Pattern BLOCK = Pattern.compile("(?s)```yaml\n(.*?)```");

  private static final Map<String, FileKind> KINDS =
      Map.of(
          "Plan", FileKind.PLAN,
          "Values", FileKind.VALUES,
          "Inventory", FileKind.INVENTORY,
          "Policy", FileKind.POLICY,
          "PolicyTest", FileKind.POLICY_TEST,
          "Facts", FileKind.SKETCH);

  @TempDir private Path folder;
  private Verdicts verdicts;

  @BeforeEach
  void schemas() throws Exception {
    verdicts = new Verdicts(folder);
  }

  /** A whole file of YAML: itself, or in a page. */
  private record WholeFile(Path place, String text) {

    Optional<FileKind> kind() {
      Matcher kind = KIND.matcher(text);
      return kind.find() ? Optional.of(KINDS.get(kind.group(1))) : Optional.empty();
    }

    /** What an editor reads to find the schema. */
    String line() {
      Path folder = Optional.ofNullable(place.getParent()).orElse(Path.of(""));
      Path schema = SCHEMAS.resolve(kind().orElseThrow().word() + ".json");
      return "# yaml-language-server: $schema=" + folder.relativize(schema) + "\n";
    }
  }

  private static List<WholeFile> files() throws IOException {
    List<WholeFile> files = new ArrayList<>();
    for (String folder : List.of("playbooks", "policies", "src/lab", "docs", "README.md")) {
      try (Stream<Path> all = Files.walk(Path.of(folder))) {
        for (Path each : all.filter(Files::isRegularFile).sorted().toList()) {
          if (each.toString().endsWith(".yaml")) {
            files.add(new WholeFile(each, Files.readString(each)));
          } else if (each.toString().endsWith(".md")) {
            Matcher block = BLOCK.matcher(Files.readString(each));
            while (block.find()) {
              files.add(new WholeFile(each, block.group(1)));
            }
          }
        }
      }
    }
    return files.stream().filter(file -> file.kind().isPresent()).toList();
  }

  @Test
  void eachFileNamesItsSchemaAndFollowsIt() throws Exception {
    List<WholeFile> files = files();
    assertThat(files.stream().map(file -> file.kind().orElseThrow()))
        .contains(FileKind.PLAN, FileKind.POLICY, FileKind.POLICY_TEST, FileKind.SKETCH);
    for (WholeFile file : files) {
      assertThat(file.text()).as("%s", file.place()).startsWith(file.line());
      assertThat(verdicts.ofSchema(file.kind().orElseThrow(), Verdicts.yaml(file.text())))
          .as("%s", file.place())
          .isEmpty();
    }
  }

  @Test
  void schemasInTheRepositoryAreUpToDate() throws Exception {
    for (FileKind kind : FileKind.values()) {
      assertThat(SCHEMAS.resolve(kind.word() + ".json"))
          .as("write the schemas again: ./safeops schema --all " + SCHEMAS)
          .exists()
          .hasContent(kind.json());
    }
    try (Stream<Path> there = Files.list(SCHEMAS)) {
      assertThat(there.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              FileKind.words().stream().map(word -> word + ".json").toList());
    }
  }

  @Test
  void recordedFactsFollowTheirSchema() throws Exception {
    for (JsonNode facts : recordedFacts()) {
      assertThat(verdicts.ofSchema(FileKind.FACTS, facts)).isEmpty();
    }
  }

  private static List<JsonNode> recordedFacts() throws IOException {
    List<JsonNode> facts = new ArrayList<>();
    facts.add(Verdicts.yaml(FactsFile.text(RecordedNodes.cluster())));
    for (String name : List.of("healthy.json", "raft/healthy.json")) {
      Path file = Path.of("src/test/resources/io/safeops/paths", name);
      facts.add(Verdicts.yaml(Files.readString(file)));
    }
    return facts;
  }

  /** Each component of each record once: it is required, or may be left out, for both. */
  @Test
  void whatFactsMayLackIsTheSameForReaderAndSchema() throws Exception {
    JsonNode facts = recordedFacts().get(0);
    Set<String> seen = new HashSet<>();
    List<String> different = new ArrayList<>();
    collect(facts, "", facts, seen, different);
    assertThat(different).isEmpty();
    assertThat(seen).hasSizeGreaterThan(100);
  }

  private void collect(
      JsonNode all, String at, JsonNode node, Set<String> seen, List<String> different) {
    if (node.isArray()) {
      node.forEach(item -> collect(all, at + "/-", item, seen, different));
    } else if (node instanceof ObjectNode map) {
      for (String key : List.copyOf(map.properties()).stream().map(Map.Entry::getKey).toList()) {
        collect(all, at + "/" + key, map.get(key), seen, different);
        if (seen.add(at + "/" + key)) {
          JsonNode value = map.remove(key);
          List<String> ofSchema = verdicts.ofSchema(FileKind.FACTS, all);
          List<String> ofReader = verdicts.ofReader(FileKind.FACTS, all);
          // A record may refuse what is left of it for other reasons.
          boolean isMissing = ofReader.stream().anyMatch(each -> each.contains("is missing"));
          if (ofSchema.isEmpty() == isMissing) {
            different.add(at + "/" + key + ": schema " + ofSchema + ", reader " + ofReader);
          }
          map.set(key, value);
        }
      }
    }
  }
}
