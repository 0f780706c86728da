package io.safeops.expression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.errorprone.annotations.Immutable;
import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.common.values.CelValue;
import dev.cel.common.values.CelValueConverter;
import dev.cel.common.values.CelValueProvider;
import dev.cel.common.values.StructValue;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records as CEL sees them. The fields of a record are its components, its getters ({@code
 * getMacs}, {@code isActive}) and the fields of {@link RecordExtensions}. CEL's own extension for
 * Java types knows no fields that are computed outside of the class.
 */
@Immutable
@SuppressWarnings("Immutable") // filled once, by the constructor
final class RecordTypes
    implements CelTypeProvider, CelValueProvider, CelCompilerLibrary, CelRuntimeLibrary {

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** By their names, the fields of each record. */
  private final Map<Class<?>, Map<String, Field>> fields = new LinkedHashMap<>();

  private final ImmutableMap<String, StructType> types;
  private final CelValueConverter converter = new Converter();

  /** Knows these records and all that their fields hold. */
  RecordTypes(RecordExtensions extensions, Class<?>... records) {
    Deque<Class<?>> open = new ArrayDeque<>(Arrays.asList(records));
    while (!open.isEmpty()) {
      Class<?> type = open.remove();
      if (!fields.containsKey(type)) {
        Map<String, Field> found = fieldsOf(type, extensions);
        fields.put(type, found);
        found.values().forEach(field -> follow(field.type(), open));
      }
    }
    ImmutableMap.Builder<String, StructType> all = ImmutableMap.builder();
    fields.forEach((type, found) -> all.put(type.getCanonicalName(), struct(type, found)));
    types = all.buildOrThrow();
  }

  private static StructType struct(Class<?> type, Map<String, Field> found) {
    return StructType.create(
        type.getCanonicalName(),
        ImmutableSet.copyOf(found.keySet()),
        name -> Optional.ofNullable(found.get(name)).map(field -> CelTypes.of(field.type())));
  }

  private static Map<String, Field> fieldsOf(Class<?> type, RecordExtensions extensions) {
    Map<String, Field> found = new TreeMap<>();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        found.put(component.getName(), Field.of(component.getAccessor()));
      }
      for (Method method : type.getMethods()) {
        if (isGetter(method)) {
          found.put(property(method.getName()), Field.of(method));
        }
      }
    }
    for (Class<?> extension : extensions.fields()) {
      for (Method method : extension.getDeclaredMethods()) {
        if (isOf(type, method)) {
          found.put(method.getName(), Field.of(method));
        }
      }
    }
    return ImmutableMap.copyOf(found);
  }

  private static boolean isOf(Class<?> type, Method method) {
    return Modifier.isPublic(method.getModifiers())
        && method.getParameterCount() == 1
        && method.getParameterTypes()[0] == type;
  }

  private static boolean isGetter(Method method) {
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

  private static void follow(Type type, Deque<Class<?>> open) {
    if (type instanceof ParameterizedType generic) {
      for (Type argument : generic.getActualTypeArguments()) {
        follow(argument, open);
      }
    } else if (type instanceof Class<?> plain && !CelTypes.isSimple(plain)) {
      open.add(plain);
    }
  }

  /** The names of all fields, for suggestions. */
  Set<String> fieldNames() {
    Set<String> names = new TreeSet<>();
    fields.values().forEach(found -> names.addAll(found.keySet()));
    return names;
  }

  @Override
  public ImmutableList<CelType> types() {
    return ImmutableList.copyOf(types.values());
  }

  @Override
  public Optional<CelType> findType(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** Expressions make no records. */
  @Override
  public Optional<Object> newValue(String type, Map<String, Object> values) {
    return Optional.empty();
  }

  @Override
  public CelValueConverter celValueConverter() {
    return converter;
  }

  @Override
  public void setCheckerOptions(CelCheckerBuilder checker) {
    checker.setTypeProvider(this);
  }

  @Override
  public void setRuntimeOptions(CelRuntimeBuilder runtime) {
    runtime.setTypeProvider(this).setValueProvider(this);
  }

  /**
   * Reads one field of a record. Its handle is made when it is first read: there are hundreds of
   * fields, and a review reads few of them.
   */
  private static final class Field {
    private final Method method;
    private volatile @Nullable MethodHandle read;

    private Field(Method method) {
      this.method = method;
    }

    static Field of(Method method) {
      return new Field(method);
    }

    Type type() {
      return method.getGenericReturnType();
    }

    Object of(Object record) {
      MethodHandle handle = read;
      if (handle == null) {
        handle = handle(method);
        read = handle;
      }
      try {
        return handle.invoke(record);
      } catch (Error fault) {
        // No memory, for one: a fault of the process is not a fault of the rule.
        throw fault;
      } catch (Throwable e) {
        throw new IllegalStateException("failed: " + e.getMessage(), e);
      }
    }

    private static MethodHandle handle(Method method) {
      try {
        method.setAccessible(true);
        return LOOKUP.unreflect(method);
      } catch (IllegalAccessException e) {
        throw new IllegalStateException(method + " cannot be called", e);
      }
    }
  }

  /** Makes values of CEL of records, and of the records in lists and maps. */
  @Immutable
  private final class Converter extends CelValueConverter {

    @Override
    public Object toRuntimeValue(Object value) {
      Map<String, Field> found = value instanceof CelValue ? null : fields.get(value.getClass());
      return found == null ? super.toRuntimeValue(value) : new RecordValue(value, found);
    }
  }

  /** A record while an expression is evaluated. */
  private final class RecordValue extends StructValue<String, Object> {
    private final Object record;
    private final Map<String, Field> found;

    RecordValue(Object record, Map<String, Field> found) {
      this.record = record;
      this.found = found;
    }

    @Override
    public Object value() {
      return record;
    }

    @Override
    public boolean isZeroValue() {
      return false;
    }

    @Override
    public CelType celType() {
      return Objects.requireNonNull(types.get(record.getClass().getCanonicalName()));
    }

    @Override
    public Object select(String field) {
      // Rules select millions of times in a large cluster: no Optional is made here.
      Field known = found.get(field);
      if (known == null) {
        throw CelAttributeNotFoundException.forFieldResolution(field);
      }
      return known.of(record);
    }

    @Override
    public Optional<Object> find(String field) {
      return Optional.ofNullable(found.get(field)).map(each -> each.of(record));
    }
  }
}
