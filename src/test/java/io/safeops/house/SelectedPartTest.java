package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SelectedPartTest {

  @Test
  void everyClassIsInOnePartAndPartsAreAboutAsLarge() {
    Map<String, Integer> tests = new TreeMap<>(Map.of("A", 9, "B", 6, "C", 5, "D", 4, "E", 3));
    List<String> all = new ArrayList<>();
    for (int part = 1; part <= 3; part++) {
      var chosen = new SelectedPart(part + "/3").chosen(tests);
      assertThat(chosen.stream().mapToInt(tests::get).sum()).isBetween(8, 10);
      all.addAll(chosen);
    }
    assertThat(all).containsExactlyInAnyOrderElementsOf(tests.keySet());
  }

  @Test
  void invalidPartIsRefused() {
    assertThatThrownBy(() -> new SelectedPart("4/3")).hasMessageContaining("expected as 2/3");
    assertThatThrownBy(() -> new SelectedPart("third")).hasMessageContaining("found third");
  }
}
