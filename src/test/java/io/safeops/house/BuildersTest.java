package io.safeops.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import io.safeops.facts.collect.RecordedNodes;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Records with many components are made by name: two texts that change places are no error of the
 * compiler.
 */
class BuildersTest {

  private static final int MOST = 6;

  private static final List<String> ROOMS = List.of("facts", "policy", "review", "plan", "predict");

  private static List<Class<?>> large() {
    return MainClasses.ALL.stream()
        .filter(each -> ROOMS.contains(each.getPackageName().split("\\.")[2]))
        .filter(JavaClass::isRecord)
        .<Class<?>>map(JavaClass::reflect)
        .filter(each -> each.getRecordComponents().length > MOST)
        .toList();
  }

  @Test
  void theirPartsAreGivenByName() throws Exception {
    assertThat(large()).hasSizeGreaterThan(10);
    for (Class<?> type : large()) {
      Class<?> builder =
          Arrays.stream(type.getDeclaredClasses())
              .filter(each -> each.getSimpleName().equals("Builder"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(type + " has no Builder"));
      int given =
          Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.getName().equals("builder"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(type + " has no builder()"))
              .getParameterCount();
      long named =
          Arrays.stream(type.getRecordComponents())
              .filter(component -> sets(builder, component))
              .count();
      assertThat(given + named)
          .as("%s: what its builder takes", type)
          .isEqualTo(type.getRecordComponents().length);
      assertThat(given).as("%s: at once", type).isLessThan(MOST);
    }
  }

  private static boolean sets(Class<?> builder, RecordComponent component) {
    return Arrays.stream(builder.getDeclaredMethods())
        .anyMatch(
            method ->
                method.getName().equals(component.getName())
                    && Arrays.equals(
                        method.getParameterTypes(), new Class<?>[] {component.getType()}));
  }

  @Test
  void nobodyElseCallsTheirConstructors() {
    List<String> large = large().stream().map(Class::getName).toList();
    List<String> calls =
        MainClasses.ALL.stream()
            .flatMap(each -> each.getConstructorCallsFromSelf().stream())
            .filter(call -> large.contains(call.getTargetOwner().getName()))
            .filter(call -> call.getTarget().getRawParameterTypes().size() > MOST)
            .filter(call -> !isOwn(call))
            .map(JavaConstructorCall::getDescription)
            .toList();
    assertThat(calls).isEmpty();
  }

  private static boolean isOwn(JavaConstructorCall call) {
    String from = call.getOriginOwner().getName();
    String target = call.getTargetOwner().getName();
    return from.equals(target) || from.equals(target + "$Builder");
  }

  /** Of everything that a real cluster holds. */
  @Test
  void aCopyIsEqual() throws Exception {
    Set<Class<?>> seen = new HashSet<>();
    copied(RecordedNodes.cluster(), seen);
    assertThat(seen).extracting(Class::getSimpleName).contains("Node", "BridgePort", "PortBinding");
  }

  private static void copied(Object value, Set<Class<?>> seen) throws Exception {
    if (value instanceof Optional<?> some && some.isPresent()) {
      copied(some.get(), seen);
    } else if (value instanceof List<?> list) {
      for (Object each : list) {
        copied(each, seen);
      }
    } else if (value instanceof Map<?, ?> map) {
      for (Object each : map.values()) {
        copied(each, seen);
      }
    } else if (value instanceof Record record) {
      for (Method method : record.getClass().getDeclaredMethods()) {
        if (method.getName().equals("toBuilder")) {
          Object builder = method.invoke(record);
          assertThat(builder.getClass().getMethod("build").invoke(builder)).isEqualTo(record);
          seen.add(record.getClass());
        }
      }
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        copied(component.getAccessor().invoke(record), seen);
      }
    }
  }
}
