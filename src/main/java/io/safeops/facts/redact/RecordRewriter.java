package io.safeops.facts.redact;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes records again with other texts, component by component. All else stays. */
final class RecordRewriter {

  /** Gives the new text for a text, or a key of a map, or a value of it. */
  interface Texts {

    String text(TextKind kind, String text);

    String key(TextKind kind, String key);

    String value(TextKind kind, String key, String value);

    /** A record that is about to be made again. */
    void enter(Record record);
  }

  private final Texts texts;

  RecordRewriter(Texts texts) {
    this.texts = texts;
  }

  <T extends Record> T record(T record) {
    texts.enter(record);
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(record, components[i], read(record, components[i]));
    }
    try {
      @SuppressWarnings("unchecked")
      Constructor<T> constructor = (Constructor<T>) record.getClass().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      // The record's own complaint would show the text.
      throw new IllegalStateException("cannot redact a " + record.getClass().getSimpleName(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + record.getClass().getSimpleName(), e);
    }
  }

  private Object value(Record owner, RecordComponent component, Object value) {
    if (value instanceof Record record) {
      return record(record);
    }
    if (value instanceof Optional<?> optional) {
      return optional.map(each -> value(owner, component, each));
    }
    if (value instanceof List<?> list) {
      List<Object> members = new ArrayList<>();
      list.forEach(each -> members.add(value(owner, component, each)));
      return members;
    }
    if (value instanceof Map<?, ?> map) {
      TextKind kind = TextKinds.of(owner.getClass(), component);
      Map<String, Object> changed = new LinkedHashMap<>();
      map.forEach(
          (key, each) ->
              changed.put(
                  texts.key(kind, (String) key), texts.value(kind, (String) key, (String) each)));
      return changed;
    }
    if (value instanceof String text) {
      return texts.text(TextKinds.of(owner.getClass(), component), text);
    }
    if (value instanceof Long || value instanceof Boolean || value instanceof Enum<?>) {
      return value;
    }
    throw new IllegalStateException("facts cannot hold " + value.getClass());
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
