package io.safeops.paths.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The modes of ovs-vswitchd.conf.db(5), on a port that sees the VLANs 0, 10, 20 and 30. */
class PortVlansTest {

  private static final List<Integer> SEEN = List.of(0, 10, 20, 30);

  private static PortVlans vlans(String mode, String tag, String trunks) {
    return PortVlans.of(
        mode,
        tag.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(tag)),
        trunks.isEmpty()
            ? List.of()
            : Arrays.stream(trunks.split(" ")).map(Long::valueOf).toList());
  }

  private static String table(java.util.function.IntFunction<OptionalInt> way) {
    return SEEN.stream()
        .filter(each -> way.apply(each).isPresent())
        .map(each -> each + ">" + way.apply(each).getAsInt())
        .collect(Collectors.joining(" "));
  }

  /** What leaves: VLAN in the bridge > tag outside. What arrives: tag outside > VLAN. */
  @ParameterizedTest
  @CsvSource({
    "'',              '', '',      '0>0 10>10 20>20 30>30', '0>0 10>10 20>20 30>30'",
    "'',              10, '',      '10>0',                  '0>10'",
    "'',              10, '20 30', '10>0',                  '0>10'",
    "'',              0,  '',      '0>0',                   '0>0'",
    "'',              '', '10 20', '10>10 20>20',           '10>10 20>20'",
    "'',              '', '0 10',  '0>0 10>10',             '0>0 10>10'",
    "access,          10, '',      '10>0',                  '0>10'",
    "access,          '', '',      '0>0',                   '0>0'",
    "trunk,           '', '10',    '10>10',                 '10>10'",
    "trunk,           10, '',      '0>0 10>10 20>20 30>30', '0>0 10>10 20>20 30>30'",
    "native-tagged,   10, '',      '10>10 20>20 30>30',     '0>10 10>10 20>20 30>30'",
    "native-tagged,   10, '20',    '10>10 20>20',           '0>10 10>10 20>20'",
    "native-tagged,   10, '0 20',  '10>10 20>20',           '0>10 10>10 20>20'",
    "native-tagged,   '', '',      '0>0 10>10 20>20 30>30', '0>0 10>10 20>20 30>30'",
    "native-untagged, 10, '',      '10>0 20>20 30>30',      '0>10 10>10 20>20 30>30'",
    "native-untagged, 10, '20',    '10>0 20>20',            '0>10 10>10 20>20'",
    "native-untagged, '', '20',    '0>0 20>20',             '0>0 20>20'",
    "dot1q-tunnel,    10, '',      '',                      ''",
    "of-the-future,   10, '',      '',                      ''"
  })
  void whatPasses(String mode, String tag, String trunks, String leaves, String arrives) {
    PortVlans vlans = vlans(mode, tag, trunks);
    assertThat(table(vlans::toWire)).as("leaves").isEqualTo(leaves);
    assertThat(table(vlans::fromWire)).as("arrives").isEqualTo(arrives);
    assertThat(SEEN.stream().filter(vlans::admits))
        .isEqualTo(SEEN.stream().filter(each -> vlans.toWire(each).isPresent()).toList());
  }

  /** VLAN of one bridge > VLAN of the other, in either direction. */
  @ParameterizedTest
  @CsvSource({
    "'',     '', '',      '',     '', '',      '0>0 10>10 20>20 30>30'",
    "'',     10, '',      '',     20, '',      '10>20'",
    "'',     10, '',      '',     '', '',      '10>0'",
    "'',     '', '10 20', '',     '', '20 30', '20>20'",
    "'',     '', '10',    '',     '', '20',    ''",
    "'',     10, '',      native-untagged, 20, '', '10>20'",
    "'',     10, '',      native-tagged,   20, '', '10>20'",
    "native-untagged, 10, '', native-untagged, 20, '30', '10>20 20>20 30>30'",
    "dot1q-tunnel,    10, '', '', '', '',      ''"
  })
  void whatALinkJoins(
      String mode,
      String tag,
      String trunks,
      String mode2,
      String tag2,
      String trunks2,
      String joined) {
    assertThat(pairs(vlans(mode, tag, trunks), vlans(mode2, tag2, trunks2))).isEqualTo(joined);
    assertThat(pairs(vlans(mode2, tag2, trunks2), vlans(mode, tag, trunks)))
        .as("seen from the other side")
        .isEqualTo(
            Stream.of(joined.split(" "))
                .filter(each -> !each.isEmpty())
                .map(each -> each.split(">")[1] + ">" + each.split(">")[0])
                .sorted(java.util.Comparator.comparing(each -> each.split(">")[0] + each))
                .collect(Collectors.joining(" ")));
  }

  private static String pairs(PortVlans one, PortVlans other) {
    return PortVlans.pairs(one, other, SEEN).stream()
        .sorted(
            java.util.Comparator.comparing((PortVlans.Pair each) -> String.valueOf(each.one()))
                .thenComparing(each -> String.valueOf(each.other())))
        .map(each -> each.one() + ">" + each.other())
        .collect(Collectors.joining(" "));
  }

  @Test
  void aPortWithoutSettingsIsPlain() {
    assertThat(vlans("", "", "").isPlain()).isTrue();
    assertThat(vlans("", "0", "").isPlain()).isFalse();
    assertThat(vlans("trunk", "", "10").isPlain()).isFalse();
    assertThat(IntStream.range(0, PortVlans.VLANS).allMatch(PortVlans.ALL::admits)).isTrue();
  }
}
