package io.safeops.paths.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.facts.model.Cluster;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is true of every cluster: 2,000 random ones. */
class SegmentsPropertyTest {

  private static final int SEEDS = 2_000;

  private static Segments of(Cluster cluster) {
    return Segments.of(cluster, UplinkEvidence.NONE);
  }

  @Test
  void theOrderOfRowsDoesNotMatter() {
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomSegments random = new RandomSegments(seed);
      Cluster cluster = random.cluster();
      assertThat(of(random.shuffled(cluster))).as("seed %d", seed).isEqualTo(of(cluster));
    }
  }

  @Test
  void oddFactsAreNoErrorAndTheirOrderDoesNotMatterEither() {
    for (long seed = 0; seed < SEEDS; seed++) {
      RandomSegments random = new RandomSegments(seed);
      Cluster odd = random.mutated(random.cluster());
      assertThat(of(random.shuffled(odd))).as("seed %d", seed).isEqualTo(of(odd));
    }
  }

  /** The answer is the same as that of following each packet; and there is something to find. */
  @Test
  void packetsGoWhereTheSegmentsSay() {
    int merges = 0;
    int loops = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Cluster cluster = new RandomSegments(seed).cluster();
      Segments segments = of(cluster);
      PacketOracle oracle = new PacketOracle(cluster);
      assertThat(nodes(segments, LoopKind.SWITCH_IN_SEGMENT_TWICE))
          .as("twice in a segment, seed %d", seed)
          .isEqualTo(oracle.twice());
      assertThat(nodes(segments, LoopKind.SWITCH_BRIDGES_LANS))
          .as("between two segments, seed %d", seed)
          .isEqualTo(oracle.bridging());
      assertThat(circles(segments)).as("circles, seed %d", seed).isEqualTo(oracle.circles());
      Set<Object> merged = new HashSet<>();
      segments.merged().forEach(each -> merged.add(each.switches()));
      assertThat(merged).as("merged, seed %d", seed).isEqualTo(oracle.merged());
      merges += merged.size();
      loops += segments.loops().size();
    }
    assertThat(merges).isGreaterThan(SEEDS / 4);
    assertThat(loops).isGreaterThan(SEEDS / 4);
  }

  private static Set<String> nodes(Segments segments, LoopKind kind) {
    Set<String> nodes = new TreeSet<>();
    of(segments, kind)
        .forEach(loop -> loop.nodes().forEach(node -> nodes.add(loop.where().get(0) + " " + node)));
    return nodes;
  }

  /** {@code n0: a1 of br0 and b1 of br1}, as {@code n0 a1}. */
  private static Set<String> circles(Segments segments) {
    Set<String> circles = new TreeSet<>();
    of(segments, LoopKind.BRIDGE_CYCLE)
        .flatMap(loop -> loop.extent().stream())
        .forEach(
            each -> {
              String[] words = each.split("[: ]+");
              String a = words[1].startsWith("a") ? words[1] : words[5];
              circles.add(words[0] + " " + a);
            });
    return circles;
  }

  private static Stream<SegmentLoop> of(Segments segments, LoopKind kind) {
    return segments.loops().stream().filter(loop -> loop.kind() == kind);
  }
}
