package io.safeops.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.safeops.action.registry.Actions;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.YamlFile;
import io.safeops.facts.file.FactsFile;
import io.safeops.inventory.Inventory;
import io.safeops.plan.PlanFile;
import io.safeops.plan.PlanValues;
import io.safeops.policy.PolicySet;
import io.safeops.review.policytest.PolicyTests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is wrong with a file: as its reader says, and as its schema says to a validator that is not
 * ours.
 */
final class Verdicts {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Map<FileKind, com.networknt.schema.Schema> schemas = new EnumMap<>(FileKind.class);
  private final Path folder;
  private final PolicySet rules;

  /**
   * @param folder where tests of policies can be written
   */
  Verdicts(Path folder) throws DocumentException {
    this.folder = folder;
    this.rules = PolicySet.load(List.of());
    SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);
    for (FileKind kind : FileKind.values()) {
      schemas.put(
          kind,
          registry.getSchema(
              SchemaLocation.of("file:///schema/" + kind.word() + ".json"), SchemaKeys.json(kind)));
    }
  }

  static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  List<String> ofSchema(FileKind kind, JsonNode file) {
    return schemas.get(kind).validate(file).stream().map(Object::toString).toList();
  }

  /** What the reader says of a file that is written as JSON, with all scalars as they are. */
  List<String> ofReader(FileKind kind, JsonNode file) {
    return ofReader(kind, file.toString(), ".json");
  }

  List<String> ofReader(FileKind kind, String text, String ending) {
    try {
      read(kind, text, kind.word() + ending);
      return List.of();
    } catch (DocumentException refused) {
      return refused.problems().stream().map(Object::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(FileKind kind, String text, String name) throws DocumentException, IOException {
    DocumentNode root = YamlFile.parse(name, text);
    switch (kind) {
      case PLAN -> plan(root);
      case INVENTORY -> Inventory.ofOperator(root, Path.of("inventory.yaml"));
      case POLICY -> PolicySet.of(List.of(root));
      case POLICY_TEST -> policyTest(text);
      case FACTS -> FactsFile.load("facts.json", text.getBytes(StandardCharsets.UTF_8));
      case VALUES, SKETCH, REVIEW, EVENTS ->
          throw new IllegalArgumentException("no reader for " + kind);
    }
  }

  /**
   * A plan is accepted if it is with some values of its parameters. An argument whose parameter has
   * no value is left out, even one that no action knows; with a value the plan is refused.
   */
  private static void plan(DocumentNode root) throws DocumentException {
    PlanFile plan = PlanFile.of(root, Actions.names());
    try {
      Actions.check(plan.plan(PlanValues.all(plan)));
    } catch (DocumentException withAll) {
      if (withAll.problems().stream().anyMatch(each -> each.message().contains("unknown key"))) {
        throw withAll;
      }
      Actions.check(plan.plan(PlanValues.needed(plan)));
    }
  }

  private void policyTest(String text) throws DocumentException, IOException {
    Path tests = Files.createDirectories(folder.resolve("tests"));
    Files.writeString(tests.resolve("one.yaml"), text);
    PolicyTests.load(rules, List.of(folder));
  }
}
