package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.diagnosis.Doctor;
import io.safeops.diagnosis.Finding;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.redact.Alike;
import io.safeops.facts.redact.Redaction;
import io.safeops.facts.redact.RedactionKey;
import io.safeops.paths.model.Path;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of every breakage that was recorded, the rules and the paths say the same on redacted facts. */
@Tag("process")
class RedactedTruthTest {

  record Recorded(RecordedRows rows, TruthRow row) {
    @Override
    public String toString() {
      return row.name();
    }
  }

  static Stream<Recorded> rows() {
    return Stream.concat(
        Stream.concat(Stream.of(TruthRow.of("healthy")), TruthTable.rows().stream())
            .map(row -> new Recorded(RecordedRows.NETWORKS, row)),
        Stream.concat(Stream.of(TruthRow.of("healthy")), TruthTable.raft().stream())
            .map(row -> new Recorded(RecordedRows.RAFT, row)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void sameFindings(Recorded each) throws DocumentException {
    String name = each.row().name();
    Cluster real = name.equals("healthy") ? each.rows().healthy() : each.rows().cluster(name);
    Redaction redaction = Redaction.of(real, RedactionKey.of(name));
    Cluster redacted = written(redaction.cluster());
    assertThat(redacted).isEqualTo(redaction.cluster());

    assertThat(Alike.differences(redaction, findings(real), findings(redacted))).isEmpty();
    assertThat(Alike.differences(redaction, paths(real), paths(redacted))).isEmpty();
  }

  private static Cluster written(Cluster cluster) throws DocumentException {
    return FactsFile.load(
        "redacted.json", FactsFile.text(cluster).getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> findings(Cluster cluster) throws DocumentException {
    List<String> findings = new ArrayList<>();
    Doctor doctor = new Doctor(PolicySet.load(List.of()), Optional.empty());
    for (Finding each : doctor.examine(cluster).findings()) {
      Violation violation = each.violation();
      findings.add(
          String.join(
              ", ",
              violation.rule(),
              violation.severity().toString(),
              violation.message(),
              each.remedies().toString(),
              each.withheld().orElse("shown")));
    }
    return findings;
  }

  private static List<String> paths(Cluster cluster) {
    List<String> paths = new ArrayList<>();
    for (Path path : ClusterPaths.of(cluster).paths()) {
      List<String> hops =
          path.hops().stream().map(hop -> hop.kind().word() + " " + hop.answer().word()).toList();
      paths.add(path.getLabel() + ", " + path.getKind() + ", " + path.getAnswer() + ", " + hops);
    }
    return paths;
  }
}
