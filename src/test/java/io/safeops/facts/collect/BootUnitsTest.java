package io.safeops.facts.collect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the next boot starts, by the properties that systemd 252 has of OVN's units (Debian 12). */
class BootUnitsTest {

  private static final String CONTROLLER = "ovn-controller.service";

  private static Map<String, String> unit(String state, String wantedBy, String requiredBy) {
    return Map.of(
        "LoadState",
        state.equals("masked") ? "masked" : "loaded",
        "UnitFileState",
        state,
        "WantedBy",
        wantedBy,
        "RequiredBy",
        requiredBy);
  }

  private static Map<String, Map<String, String>> debian(String hostState, String hostWantedBy) {
    return new HashMap<>(
        Map.of(
            CONTROLLER,
            unit("static", "ovn-host.service", ""),
            "ovn-host.service",
            unit(hostState, hostWantedBy, "")));
  }

  private static Optional<Boolean> starts(Map<String, Map<String, String>> units) {
    return new BootUnits(units).starts(CONTROLLER);
  }

  @ParameterizedTest
  @CsvSource({
    "enabled, multi-user.target, true",
    "disabled, '', false",
    "disabled, multi-user.target, false",
    "masked, '', false",
    "generated, '', true",
  })
  void aUnitStartsWithTheOneThatWantsIt(String state, String wantedBy, boolean expected) {
    assertThat(starts(debian(state, wantedBy))).contains(expected);
  }

  @Test
  void aUnitStartsByItself() {
    assertThat(starts(Map.of(CONTROLLER, unit("enabled", "multi-user.target", "")))).contains(true);
    assertThat(starts(Map.of(CONTROLLER, unit("disabled", "", "")))).contains(false);
  }

  @Test
  void oneOfSeveralThatNeedItIsEnough() {
    Map<String, Map<String, String>> units = debian("disabled", "");
    units.put(CONTROLLER, unit("static", "ovn-host.service", "other.service"));
    units.put("other.service", unit("enabled", "graphical.target", ""));
    assertThat(starts(units)).contains(true);
  }

  @Test
  void unitsThatNeedEachOtherStartNothing() {
    Map<String, Map<String, String>> units = debian("static", CONTROLLER);
    assertThat(starts(units)).contains(false);
  }

  @Test
  void whatWasNotReadIsNotKnown() {
    assertThat(starts(Map.of())).isEmpty();
    assertThat(starts(Map.of(CONTROLLER, Map.of("LoadState", "loaded")))).isEmpty();
    Map<String, Map<String, String>> units = debian("disabled", "");
    units.put(CONTROLLER, unit("static", "ovn-host.service unknown.service", ""));
    assertThat(starts(units)).isEmpty();
  }

  /** Its resources of class systemd are units that stay disabled. */
  @Test
  void pacemakerStartsWhatIsDisabled() {
    Map<String, Map<String, String>> units = debian("disabled", "");
    units.put("pacemaker.service", Map.of("ActiveState", "active"));
    assertThat(starts(units)).isEmpty();
    units.put("pacemaker.service", Map.of("ActiveState", "inactive"));
    assertThat(starts(units)).contains(false);
  }
}
