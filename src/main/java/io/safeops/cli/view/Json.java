package io.safeops.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.safeops.document.Printable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** JSON on one line. Its texts are as plain as on a terminal, where programs may show them. */
public final class Json {

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(String.class, new PlainText())
                  .addKeySerializer(String.class, new PlainKey()));

  private Json() {}

  /**
   * An object whose keys keep their order.
   *
   * @param keysAndValues a key, its value, the next key, and so on
   */
  public static Map<String, Object> object(Object... keysAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      object.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return object;
  }

  public static String line(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static final class PlainText extends StdSerializer<String> {
    private static final long serialVersionUID = 1L;

    PlainText() {
      super(String.class);
    }

    @Override
    public void serialize(String text, JsonGenerator json, SerializerProvider all)
        throws IOException {
      json.writeString(Printable.text(text));
    }
  }

  private static final class PlainKey extends StdSerializer<String> {
    private static final long serialVersionUID = 1L;

    PlainKey() {
      super(String.class);
    }

    @Override
    public void serialize(String key, JsonGenerator json, SerializerProvider all)
        throws IOException {
      json.writeFieldName(Printable.line(key));
    }
  }
}
