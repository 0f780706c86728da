package io.safeops.facts.file;

import io.safeops.document.MapReader;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the format of {@link RecordWriter}, and reports line and column of what does not match. */
final class RecordReader {

  /** The longest complaint of a record that is shown in whole: enough for two names of 255. */
  private static final int LONGEST = 700;

  private final Problems problems;
  private final @Nullable SketchDefaults sketchDefaults;
  private final Map<String, String> texts = new HashMap<>();

  RecordReader(Problems problems) {
    this(problems, null);
  }

  private RecordReader(Problems problems, @Nullable SketchDefaults sketchDefaults) {
    this.problems = problems;
    this.sketchDefaults = sketchDefaults;
  }

  /** Reads records in which everything but the name may be left out. */
  static RecordReader ofSketches(Problems problems) {
    return new RecordReader(problems, new SketchDefaults());
  }

  /** Returns the record, or null after it has reported what is wrong. */
  <T extends Record> @Nullable T read(Value value, Class<T> type) {
    if (sketchDefaults == null) {
      return read(value, type, "");
    }
    Value written = value.isMap() ? value.map().optional("name") : value;
    String name = value.isMap() && written.isText() ? written.textOrEmpty() : "";
    String outer = sketchDefaults.enter(type, name);
    T read = read(value, type, name);
    sketchDefaults.leave(type, outer);
    return read;
  }

  private <T extends Record> @Nullable T read(Value value, Class<T> type, String recordName) {
    int before = problems.count();
    MapReader map = value.map();
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      String name = components[i].getName();
      Optional<Object> ofOlderFiles = OlderFiles.value(type, components[i]);
      boolean optional = mayBeUnknown(types[i]);
      boolean mayBeAbsent = sketchDefaults != null || mayBeAbsent(type, components[i]);
      Value found = mayBeAbsent ? map.optional(name) : map.required(name);
      values[i] =
          found.isPresent()
              ? value(found, components[i].getGenericType())
              : optional || sketchDefaults == null
                  ? ofOlderFiles.orElse(absent(types[i]))
                  : ordinary(value, type, components[i], recordName);
    }
    map.finish();
    return problems.count() > before ? null : construct(value, type, types, values);
  }

  /** Whether a file of facts may lack it. */
  static boolean mayBeAbsent(Class<?> type, RecordComponent component) {
    return mayBeUnknown(component.getType()) || OlderFiles.value(type, component).isPresent();
  }

  private static boolean mayBeUnknown(Class<?> type) {
    return type == Optional.class || EnumWords.unknown(type).isPresent();
  }

  private @Nullable Object ordinary(
      Value around, Class<? extends Record> type, RecordComponent component, String name) {
    Object value = Objects.requireNonNull(sketchDefaults).value(type, component, name);
    return value == null
        ? read(around.absent(component.getName()), component.getType().asSubclass(Record.class))
        : value;
  }

  private static @Nullable Object absent(Class<?> type) {
    return type == Optional.class ? Optional.empty() : EnumWords.unknown(type).orElse(null);
  }

  private <T extends Record> @Nullable T construct(
      Value at, Class<T> type, Class<?>[] types, Object[] values) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        at.report(shortened(String.valueOf(refused.getMessage())));
        return null;
      }
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type.getSimpleName(), e);
    }
  }

  /** A record names the value that it refuses, and a value may be as long as the file. */
  private static String shortened(String message) {
    return message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "...";
  }

  /** Equal strings share one object, because facts repeat the same strings many thousand times. */
  private String once(String text) {
    String known = texts.putIfAbsent(text, text);
    return known == null ? text : known;
  }

  private @Nullable Object value(Value value, Type type) {
    if (type instanceof ParameterizedType generic) {
      return parameterized(value, generic);
    }
    if (type == String.class) {
      return value.text().map(text -> once(text.value())).orElse(null);
    }
    if (type == long.class || type == Long.class) {
      return value
          .integer(Long.MIN_VALUE, Long.MAX_VALUE)
          .map(number -> number.value())
          .orElse(null);
    }
    if (type == boolean.class || type == Boolean.class) {
      return value.bool().map(bool -> bool.value()).orElse(null);
    }
    Class<?> plain = (Class<?>) type;
    return plain.isEnum() ? constant(value, plain) : read(value, plain.asSubclass(Record.class));
  }

  private static @Nullable Object constant(Value value, Class<?> type) {
    if (EnumWords.unknown(type).isPresent()) {
      return value.text().flatMap(text -> EnumWords.of(type, text.value())).orElse(null);
    }
    return value
        .oneOf(EnumWords.words(type))
        .flatMap(word -> EnumWords.of(type, word.value()))
        .orElse(null);
  }

  private @Nullable Object parameterized(Value value, ParameterizedType type) {
    Type[] arguments = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return Optional.ofNullable(value(value, arguments[0]));
    }
    if (type.getRawType() == List.class) {
      List<Object> members = new ArrayList<>();
      for (Value member : value.list()) {
        Object read = value(member, arguments[0]);
        if (read != null) {
          members.add(read);
        }
      }
      return members;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (Value.NamedValue namedValue : value.entries()) {
      Object read = value(namedValue.value(), arguments[1]);
      if (read != null) {
        map.put(once(namedValue.key().value()), read);
      }
    }
    return map;
  }
}
