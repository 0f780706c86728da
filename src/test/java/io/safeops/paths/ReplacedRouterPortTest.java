package io.safeops.paths;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.paths.hop.PathJudge;
import io.safeops.paths.intent.Intents;
import io.safeops.paths.model.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A router that is connected again has a new port there, and its paths are the same. */
class ReplacedRouterPortTest {

  private static final Cluster HEALTHY = RecordedRows.NETWORKS.healthy();
  private static final String GATEWAY = "10000012-0000-4000-8000-000000000012";
  private static final String INSIDE = "10000011-0000-4000-8000-000000000011";

  private static Cluster renamed(Cluster cluster, String port) throws Exception {
    String text = FactsFile.text(cluster).replace(port, "9" + port.substring(1));
    return FactsFile.load("renamed", text.getBytes(UTF_8));
  }

  private static List<String> faults(Intents intents, Cluster cluster) {
    return PathJudge.judge(intents, cluster).stream()
        .filter(path -> path.answer().isFault())
        .map(Path::getLabel)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {GATEWAY, INSIDE})
  void thePortThatIsInItsPlaceIsMeant(String port) throws Exception {
    Cluster again = renamed(HEALTHY, port);
    Intents earlier = Intents.of(HEALTHY);

    assertThat(faults(earlier, again)).isEmpty();
    assertThat(faults(Intents.of(again).with(earlier, again), again)).as("baseline").isEmpty();
    assertThat(earlier.in(again).all()).hasSameSizeAs(earlier.all());
  }

  @Test
  void aPortWithoutAnotherInItsPlaceIsMissed() {
    Cluster without = RecordedRows.NETWORKS.cluster("router-gateway-port-removed");

    assertThat(faults(Intents.of(HEALTHY), without)).isNotEmpty();
  }

  /** Another router's port on the same switch takes nobody's place. */
  @Test
  void aPortOfAnotherRouterIsNotMeant() throws Exception {
    Intents earlier = Intents.of(HEALTHY);
    String text =
        FactsFile.text(renamed(HEALTHY, GATEWAY))
            .replace("neutron-22222222-2222-4222-8222-222222222222", "neutron-another");

    assertThat(faults(earlier, FactsFile.load("other", text.getBytes(UTF_8)))).isNotEmpty();
  }
}
