package io.safeops.policy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The key of an item that a rule judges. It is made from what identifies the item and not from its
 * content, so it is the same before and after a change.
 */
final class ItemKey {

  /** The components that identify a record, the outermost first. */
  private static final List<String> IDENTITY =
      List.of("step", "node", "switchName", "bridge", "id", "logicalPort", "physnet", "name");

  /** Looked up once for each class, because every rule needs it for every item. */
  private static final ClassValue<List<RecordComponent>> IDENTIFYING =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          Map<String, RecordComponent> components =
              Arrays.stream(type.getRecordComponents())
                  .collect(Collectors.toMap(RecordComponent::getName, each -> each));
          return IDENTITY.stream()
              .map(components::get)
              .filter(Objects::nonNull)
              .filter(component -> component.getType() == String.class)
              .toList();
        }
      };

  private final Map<String, Integer> seen = new HashMap<>();

  /** The key of an item. The second of two equal items has another key. */
  String of(Object item) {
    String key = item instanceof Record value ? identity(value) : String.valueOf(item);
    int count = seen.merge(key, 1, Integer::sum);
    return count == 1 ? key : key + "#" + count;
  }

  private static String identity(Record value) {
    String identity =
        IDENTIFYING.get(value.getClass()).stream()
            .map(component -> read(value, component))
            .collect(Collectors.joining("/"));
    return identity.isEmpty() ? value.getClass().getSimpleName() : identity;
  }

  /** The names that identify an item, the innermost first. A node is only where it is. */
  static List<String> names(Object item) {
    if (item instanceof String text) {
      return List.of(text);
    }
    if (!(item instanceof Record value)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (RecordComponent component : IDENTIFYING.get(value.getClass())) {
      if (!component.getName().equals("step") && !component.getName().equals("node")) {
        names.add(0, read(value, component));
      }
    }
    return names;
  }

  private static String read(Record value, RecordComponent component) {
    try {
      return String.valueOf(component.getAccessor().invoke(value));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(value.getClass() + " hides " + component.getName(), e);
    }
  }
}
