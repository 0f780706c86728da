package io.safeops.action.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.action.AskedPredicate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bridge has exactly the OpenFlow versions that were set. */
class BridgeSpeaksTest {

  private static AskedPredicate speaks(String... versions) {
    return new AskedPredicate(
        new BridgeSpeaks("net", "br-int", List.of(versions)),
        "cluster.nodes.exists(n, n.name == 'net' && n.bridges.exists(b, b.name == 'br-int'"
            + " && b.protocols == ["
            + String.join(", ", List.of(versions).stream().map(each -> "'" + each + "'").toList())
            + "]))",
        List.of("net"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'[OpenFlow13, OpenFlow15]' | ''",
        "'[OpenFlow13]' | it speaks OpenFlow13",
        "'[]' | it speaks OVS's default",
      })
  void itIsAskedOfOneBridge(String protocols, String objection) {
    String sketch =
        "nodes: [{name: other}, {name: net, bridges: [{name: br-ex},"
            + " {name: br-int, protocols: %s}]}]".formatted(protocols);
    assertThat(speaks("OpenFlow13", "OpenFlow15").of(sketch)).isEqualTo(objection);
  }

  @Test
  void noVersionMeansThatNoneIsSet() {
    assertThat(speaks().of("nodes: [{name: net, bridges: [{name: br-int}]}]")).isEmpty();
    assertThat(speaks().of("nodes: [{name: net, bridges: [{name: br-ex}]}]"))
        .isEqualTo("there is no such bridge");
    assertThat(speaks().of("nodes: [{name: other, bridges: [{name: br-int}]}]"))
        .isEqualTo("there is no such bridge");
  }
}
