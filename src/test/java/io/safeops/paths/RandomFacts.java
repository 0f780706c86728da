package io.safeops.paths;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.ManagementPath;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Changes facts at random, by the components of their records. A seed gives the same change. */
final class RandomFacts {

  private static final List<String> WORDS =
      List.of(
          "", "cmp", "net", "br-ex", "br-int", "unknown", "up", "down", "router", "localnet", "*");

  private final Random random;

  RandomFacts(long seed) {
    random = new Random(seed);
  }

  /** A cluster in which one value is dropped, emptied or changed. */
  Cluster changed(Cluster cluster) {
    while (true) {
      try {
        return (Cluster) change(cluster, true);
      } catch (IllegalArgumentException notPossible) {
        // No facts can say that; another change may be.
      }
    }
  }

  /** The same cluster with the rows of all lists in another order. */
  Cluster shuffled(Cluster cluster) {
    return (Cluster) shuffle(cluster);
  }

  private Object change(Object value, boolean mayChoose) {
    if (value instanceof Record row) {
      RecordComponent[] components = row.getClass().getRecordComponents();
      int which = random.nextInt(components.length);
      Object[] values = values(row);
      values[which] = change(values[which], true);
      return made(row, values);
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    if (value instanceof Optional<?> optional) {
      return optional.isEmpty() || random.nextInt(3) == 0
          ? Optional.empty()
          : Optional.of(change(optional.get(), mayChoose));
    }
    if (value instanceof Map<?, ?> map) {
      return map(map);
    }
    if (value instanceof String) {
      return WORDS.get(random.nextInt(WORDS.size()));
    }
    if (value instanceof Long number) {
      return List.of(0L, 1L, number + 1, -1L, 4095L, Long.MAX_VALUE).get(random.nextInt(6));
    }
    if (value instanceof Boolean truth) {
      return !truth;
    }
    if (value instanceof Enum<?> constant) {
      Object[] all = constant.getDeclaringClass().getEnumConstants();
      return all[random.nextInt(all.length)];
    }
    return value;
  }

  private List<?> list(List<?> list) {
    if (list.isEmpty() || random.nextInt(12) == 0) {
      return List.of();
    }
    List<Object> changed = new ArrayList<>(list);
    int which = random.nextInt(changed.size());
    switch (random.nextInt(6)) {
      case 0 -> changed.remove(which);
      case 1 -> changed.add(changed.get(which));
      default -> changed.set(which, change(changed.get(which), true));
    }
    return changed;
  }

  private Map<?, ?> map(Map<?, ?> map) {
    if (map.isEmpty() || random.nextInt(8) == 0) {
      return Map.of();
    }
    Map<Object, Object> changed = new LinkedHashMap<>(map);
    Object key = new ArrayList<>(changed.keySet()).get(random.nextInt(changed.size()));
    if (random.nextBoolean()) {
      changed.remove(key);
    } else {
      changed.put(key, change(changed.get(key), true));
    }
    return changed;
  }

  private Object shuffle(Object value) {
    if (value instanceof ManagementPath) {
      return value; // the order of its chain is the order of the interfaces
    }
    if (value instanceof Record row) {
      return made(row, Arrays.stream(values(row)).map(this::shuffle).toArray());
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(this::shuffle);
    }
    if (value instanceof List<?> list) {
      List<Object> shuffled = new ArrayList<>();
      list.forEach(each -> shuffled.add(shuffle(each)));
      Collections.shuffle(shuffled, random);
      return shuffled;
    }
    return value;
  }

  private static Object[] values(Record row) {
    RecordComponent[] components = row.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      try {
        values[i] = components[i].getAccessor().invoke(row);
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return values;
  }

  private static Object made(Record row, Object[] values) {
    Class<?>[] types =
        Arrays.stream(row.getClass().getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = row.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException notPossible) {
        throw notPossible;
      }
      throw new AssertionError(row.getClass() + ": " + Arrays.toString(values), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
