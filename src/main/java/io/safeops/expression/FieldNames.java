package io.safeops.expression;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Finds the names of all fields that expressions can reach from some records, for suggestions. */
final class FieldNames {

  private FieldNames() {}

  /** The names of the fields; adds the reached records to {@code seen}. */
  static Set<String> reachable(Set<Class<?>> seen, Class<?>... roots) {
    Set<String> names = new TreeSet<>();
    Deque<Class<?>> open = new ArrayDeque<>(Arrays.asList(roots));
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (!type.isRecord() || !seen.add(type)) {
        continue;
      }
      for (RecordComponent component : type.getRecordComponents()) {
        names.add(component.getName());
        follow(component.getGenericType(), open);
      }
      for (Method method : type.getMethods()) {
        if (isComputed(method)) {
          names.add(property(method.getName()));
          follow(method.getGenericReturnType(), open);
        }
      }
    }
    return names;
  }

  private static void follow(Type type, Deque<Class<?>> open) {
    if (type instanceof Class<?> plain) {
      open.add(plain);
    } else if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        follow(argument, open);
      }
    }
  }

  private static boolean isComputed(Method method) {
    String name = method.getName();
    return method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers())
        && !name.equals("getClass")
        && ((name.startsWith("get") && name.length() > 3)
            || (name.startsWith("is")
                && name.length() > 2
                && method.getReturnType() == boolean.class));
  }

  private static String property(String method) {
    String name = method.substring(method.startsWith("get") ? 3 : 2);
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
