package io.safeops.review.policytest;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
import io.safeops.document.DocumentNode.Sequence;
import io.safeops.document.Located;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.facts.file.ClusterSketch;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.redact.Alike;
import io.safeops.facts.redact.Redaction;
import io.safeops.facts.redact.RedactionKey;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import io.safeops.review.Reviewer;
import io.safeops.review.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A review says the same on redacted facts, in every case of the tests of the built-in rules. */
@Tag("process")
class RedactedCasesTest {

  /** A case with its cluster. */
  record Case(String name, Mapping written, Cluster cluster) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> cases() throws DocumentException {
    Problems problems = new Problems();
    BaseClusters bases = BaseClusters.builtIn();
    List<Case> cases = new ArrayList<>();
    for (DocumentNode file : BuiltInFiles.policyTests()) {
      Mapping root = (Mapping) file;
      ClusterSketch base =
          bases.get(root.entry("base").map(RedactedCasesTest::text).orElse("healthy"), root.at());
      for (DocumentNode item : ((Sequence) root.entry("cases").orElseThrow().value()).items()) {
        Mapping written = (Mapping) item;
        ClusterSketch sketch = base;
        if (written.entry("change").map(MapEntry::value).orElse(null) instanceof Mapping changes) {
          for (MapEntry change : changes.entries()) {
            sketch = sketch.with(change.key(), change.value(), problems);
          }
        }
        String name = text(written.entry("case").orElseThrow());
        cases.add(
            new Case(
                ((Mapping) root.entry("metadata").orElseThrow().value())
                        .entry("name")
                        .map(RedactedCasesTest::text)
                        .orElseThrow()
                    + ": "
                    + name,
                written,
                sketch.cluster(problems).orElseThrow()));
      }
    }
    problems.throwIfAny();
    assertThat(cases).hasSizeGreaterThan(200);
    return cases;
  }

  private static String text(MapEntry entry) {
    return ((Scalar) entry.value()).text();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void sameVerdicts(Case each) throws Exception {
    Redaction redaction = Redaction.of(each.cluster(), RedactionKey.of(each.name()));
    Cluster redacted =
        FactsFile.load(
            "redacted.json", FactsFile.text(redaction.cluster()).getBytes(StandardCharsets.UTF_8));

    assertThat(
            Alike.differences(
                redaction,
                said(each.written(), each.cluster()),
                said((Mapping) redacted(each.written(), redaction), redacted)))
        .isEmpty();
  }

  private static List<String> said(Mapping written, Cluster cluster) throws Exception {
    PolicySet rules = PolicySet.load(List.of());
    List<String> said = new ArrayList<>();
    Problems problems = new Problems();
    Optional<PolicyCase.Planned> planned =
        CasePlan.read(Value.root(written, problems).map(), problems)
            .planned(new Located<>("case", written.at()), cluster, problems);
    problems.throwIfAny();
    if (planned.isEmpty()) {
      for (Violation fault : rules.evaluate(cluster)) {
        said.add(fault.rule() + ", " + fault.message() + ", " + fault.remedies());
      }
      return said;
    }
    Reviewer reviewer = new Reviewer(rules, List.of(), planned.get().inventory());
    for (Verdict each : reviewer.review(planned.get().plan(), cluster).allVerdicts()) {
      said.add(
          String.join(
              ", ",
              each.rule(),
              each.step(),
              each.ruling().toString(),
              each.message(),
              each.remedies().toString()));
    }
    return said;
  }

  /** A plan and an inventory with the pseudonyms. The names of steps and settings stay. */
  private static DocumentNode redacted(DocumentNode node, Redaction redaction) {
    if (node instanceof Scalar scalar) {
      return scalar.withText(redaction.text(scalar.text()));
    }
    if (node instanceof Sequence list) {
      return new Sequence(
          list.items().stream().map(item -> redacted(item, redaction)).toList(), list.at());
    }
    Mapping map = (Mapping) node;
    return new Mapping(
        map.entries().stream()
            .map(
                entry ->
                    new MapEntry(
                        (Scalar) redacted(entry.key(), redaction),
                        redacted(entry.value(), redaction)))
            .toList(),
        map.at());
  }
}
