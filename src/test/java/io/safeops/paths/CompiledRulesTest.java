package io.safeops.paths;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.document.DocumentException;
import io.safeops.facts.model.Cluster;
import io.safeops.policy.BuiltInFiles;
import io.safeops.policy.PolicySet;
import io.safeops.policy.Violation;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of every breakage that was recorded, the rules that the build has compiled say what their texts
 * say, with the same evidence.
 */
class CompiledRulesTest {

  private static PolicySet texts;

  @BeforeAll
  static void compile() throws DocumentException {
    texts = PolicySet.of(BuiltInFiles.policies());
  }

  static List<TruthRow> rows() {
    return TruthTable.rows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void sameViolations(TruthRow row) throws DocumentException {
    Cluster broken = RecordedRows.NETWORKS.cluster(row.name());
    List<Violation> compiled = PolicySet.load(List.of()).evaluate(broken);
    assertThat(compiled).isEqualTo(texts.evaluate(broken));
  }
}
