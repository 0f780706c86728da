package io.safeops.house;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A package may use those below it only. */
class PackagesTest {

  /** From the top down; those in one row do not know each other. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("cli"),
          List.of("run"),
          List.of("review"),
          List.of("policy", "guard"),
          List.of("action"),
          List.of("plan"),
          List.of("cluster"),
          List.of("inventory", "expression"),
          List.of("openstack"),
          List.of("transport", "document"));

  @Test
  void a_package_uses_those_below_it_only() {
    var house = layeredArchitecture().consideringOnlyDependenciesInAnyPackage("io.safeops..");
    for (List<String> floor : FLOORS) {
      for (String room : floor) {
        house = house.optionalLayer(room).definedBy("io.safeops." + room + "..");
      }
    }
    for (int i = 0; i < FLOORS.size(); i++) {
      List<String> above = FLOORS.subList(0, i).stream().flatMap(List::stream).toList();
      for (String room : FLOORS.get(i)) {
        house =
            above.isEmpty()
                ? house.whereLayer(room).mayNotBeAccessedByAnyLayer()
                : house.whereLayer(room).mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      }
    }
    house.ensureAllClassesAreContainedInArchitecture().check(MainClasses.ALL);
  }

  @Test
  void no_packages_know_each_other_both_ways() {
    slices().matching("io.safeops.(*)..").should().beFreeOfCycles().check(MainClasses.ALL);
  }

  @Test
  void every_package_says_what_it_is() {
    for (List<String> floor : FLOORS) {
      for (String room : floor) {
        Path info = Path.of("src/main/java/io/safeops", room, "package-info.java");
        org.assertj.core.api.Assertions.assertThat(Files.exists(info)).as(info.toString()).isTrue();
      }
    }
  }
}
