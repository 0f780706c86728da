package io.safeops.approval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a port is may be one of its nodes, and nothing else of it may change. */
class PortMovesTest {

  private static final List<Variation> MOVES =
      List.of(new Variation.RowUuid(), new Variation.PortChassis("vm", List.of("net", "cmp")));

  private static Map<String, String> hidden(String... thingsAndTexts) {
    Map<String, String> things = new TreeMap<>();
    for (int i = 0; i < thingsAndTexts.length; i += 2) {
      things.put(thingsAndTexts[i], thingsAndTexts[i + 1]);
    }
    return PortMoves.hidden(things, MOVES);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "binding of vm|on net, up|on cmp, up|true",
        "binding of vm|on net as ``|on cmp as ``|true",
        "binding of vm|on net, up|on cmp, not up|false",
        "binding of vm|on net as ``|on cmp as `router`|false",
        "binding of vm|on net, up|on ctl, up|false",
        "binding of vm|on net, up|on one of cmp, net, which have its interface|false",
        "binding of other|on net, up|on cmp, up|false",
        "binding of vm2|on net, up|on cmp, up|false",
        "interface of vm|tap0 on net|tap0 on cmp|true",
        "interface of vm|tap0 on net|tap1 on cmp|false",
        "interface of vm|tap0 on net|tap0 on cmp, not attached|false",
        "interface of vm|tap0 on net, not attached|tap0 on cmp, not attached|true",
        "interface of vm|tap0 on net|tap0 on net and tap0 on cmp|false",
        "interface of vm|tap0 on net|tap0 on network|false",
        "component controller on net|on net, up|on cmp, up|false"
      })
  void onlyTheNodeOfThePortMayDiffer(String thing, String one, String other, boolean same) {
    assertThat(hidden(thing, one).equals(hidden(thing, other))).isEqualTo(same);
  }

  private static final String PORT = "system tag none external_ids {iface-id=vm, x=1}";

  @Test
  void thePortOfTheBridgeMovesWithIt() {
    assertThat(hidden("port tap0 of bridge br-int on net", PORT, "interface tap0 on net", "up"))
        .isEqualTo(
            hidden("port tap0 of bridge br-int on cmp", PORT, "interface tap0 on cmp", "up"));
  }

  @Test
  void anotherPortOfTheBridgeDoesNot() {
    String other = PORT.replace("iface-id=vm,", "iface-id=vm2,");
    assertThat(hidden("port tap0 of bridge br-int on net", other))
        .isNotEqualTo(hidden("port tap0 of bridge br-int on cmp", other));
    assertThat(hidden("interface tap0 on net", "up"))
        .isNotEqualTo(hidden("interface tap0 on cmp", "up"));
  }

  @Test
  void aPortThatIsOnBothIsNotTheSameAsOnOne() {
    assertThat(
            hidden(
                "port tap0 of bridge br-int on net",
                PORT,
                "port tap0 of bridge br-int on cmp",
                PORT))
        .isNotEqualTo(hidden("port tap0 of bridge br-int on net", PORT));
  }

  @Test
  void whatNobodyLetMoveStaysAsItIs() {
    Map<String, String> things = Map.of("binding of vm", "on net, up");
    assertThat(PortMoves.hidden(things, List.of(new Variation.RowUuid()))).isEqualTo(things);
  }
}
