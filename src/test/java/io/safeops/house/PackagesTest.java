package io.safeops.house;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.safeops.action.Action;
import io.safeops.expression.CelEnvironment;
import io.safeops.expression.RecordExtensions;
import io.safeops.paths.FactsLanguage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Checks that a package uses only the packages below it. */
class PackagesTest {

  /** The layers from the top down. Packages in one row do not use each other. */
  private static final List<List<String>> FLOORS =
      List.of(
          List.of("cli"),
          List.of("run"),
          List.of("session", "diagnosis", "schema"),
          List.of("review"),
          List.of("policy", "guard"),
          List.of("action"),
          List.of("predict"),
          List.of("plan"),
          List.of("paths"),
          List.of("facts"),
          List.of("inventory", "expression"),
          List.of("openstack"),
          List.of("transport", "document"));

  @Test
  void packageUsesOnlyPackagesBelowIt() {
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

  /** The description of an action may hold a password; its title does not. */
  @Test
  void actionIsShownOnlyByItsTitle() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.safeops.action..")
        .should()
        .callMethodWhere(target(name("describe")).and(target(owner(assignableTo(Action.class)))))
        .check(MainClasses.ALL);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.safeops.(*)..").should().beFreeOfCycles().check(MainClasses.ALL);
  }

  @Test
  void subpackagesHaveNoCycles() {
    slices().assignedFrom(ROOMS).should().beFreeOfCycles().check(MainClasses.ALL);
  }

  private static final SliceAssignment ROOMS =
      new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass each) {
          return SliceIdentifier.of(each.getPackageName());
        }

        @Override
        public String getDescription() {
          return "rooms free of cycles";
        }
      };

  /** An environment without the computed fields would reject {@code cluster.vmPorts}. */
  @Test
  void everyFactsEnvironmentHasTheComputedFields() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(FactsLanguage.class.getName())
        .should()
        .callMethod(CelEnvironment.class, "of", RecordExtensions.class, Class[].class)
        .check(MainClasses.ALL);
  }

  @Test
  void everyPackageHasADescription() {
    for (String room :
        MainClasses.ALL.stream().map(JavaClass::getPackageName).distinct().toList()) {
      Path info = Path.of("src/main/java", room.replace('.', '/'), "package-info.java");
      assertThat(Files.exists(info)).as(info.toString()).isTrue();
    }
  }
}
