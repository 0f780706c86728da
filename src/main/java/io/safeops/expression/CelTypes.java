package io.safeops.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The type in CEL of what a Java method gives or takes. */
final class CelTypes {

  private static final Map<Class<?>, CelType> SIMPLE =
      Map.ofEntries(
          Map.entry(String.class, SimpleType.STRING),
          Map.entry(boolean.class, SimpleType.BOOL),
          Map.entry(Boolean.class, SimpleType.BOOL),
          Map.entry(int.class, SimpleType.INT),
          Map.entry(Integer.class, SimpleType.INT),
          Map.entry(long.class, SimpleType.INT),
          Map.entry(Long.class, SimpleType.INT),
          Map.entry(double.class, SimpleType.DOUBLE),
          Map.entry(Double.class, SimpleType.DOUBLE),
          Map.entry(Object.class, SimpleType.DYN));

  private CelTypes() {}

  static boolean isSimple(Class<?> type) {
    return SIMPLE.containsKey(type);
  }

  static CelType of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return of((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
    }
    Class<?> plain = (Class<?>) type;
    CelType simple = SIMPLE.get(plain);
    return simple != null ? simple : StructTypeReference.create(plain.getCanonicalName());
  }

  private static CelType of(Class<?> raw, Type[] arguments) {
    if (raw == List.class) {
      return ListType.create(of(arguments[0]));
    }
    if (raw == Optional.class) {
      return OptionalType.create(of(arguments[0]));
    }
    if (raw == Map.class) {
      return MapType.create(of(arguments[0]), of(arguments[1]));
    }
    throw new IllegalArgumentException("expressions cannot use a " + raw.getName());
  }
}
