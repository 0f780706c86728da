package io.safeops.facts.file;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON objects, component by component. An empty Optional and an unknown constant
 * of an enum are left out, so the file does not mention what was not read.
 */
final class RecordWriter {

  private final JsonGenerator out;

  RecordWriter(JsonGenerator out) {
    this.out = out;
  }

  void write(@Nullable Object value) throws IOException {
    if (value instanceof Record record) {
      record(record);
    } else if (value instanceof List<?> list) {
      out.writeStartArray();
      for (Object member : list) {
        write(member);
      }
      out.writeEndArray();
    } else if (value instanceof Map<?, ?> map) {
      out.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.writeFieldName(String.valueOf(entry.getKey()));
        write(entry.getValue());
      }
      out.writeEndObject();
    } else if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Enum<?> constant) {
      out.writeString(EnumWords.word(constant));
    } else if (value instanceof Long number) {
      out.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      out.writeBoolean(bool);
    } else {
      throw new IllegalArgumentException("facts cannot hold " + value);
    }
  }

  private void record(Record record) throws IOException {
    out.writeStartObject();
    fields(record);
    out.writeEndObject();
  }

  /** Writes the components of a record into the present object. */
  void fields(Record record) throws IOException {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = value(record, component);
      if (value instanceof Optional<?> optional) {
        if (optional.isEmpty()) {
          continue;
        }
        value = optional.get();
      }
      if (value instanceof Enum<?> constant && EnumWords.isUnknown(constant)) {
        continue;
      }
      out.writeFieldName(component.getName());
      write(value);
    }
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
