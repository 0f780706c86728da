package io.safeops.facts.file;

import io.safeops.document.FileHeader;
import io.safeops.document.Schema;
import io.safeops.facts.model.Cluster;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The schema of facts and of sketches, from the records that {@link RecordReader} makes. */
public final class FactsSchema {

  /** The kind of a sketch; a file of facts has no header. */
  public static final String KIND = "Facts";

  /**
   * The resource with what the Javadoc of the records says of their components: {@code
   * Record.component}. A test compares it with the sources.
   */
  static final String DESCRIPTIONS = "descriptions.properties";

  private final boolean sketch;
  private final Properties descriptions = descriptions();

  private FactsSchema(boolean sketch) {
    this.sketch = sketch;
  }

  /** A file of facts. */
  public static Schema facts() {
    return new FactsSchema(false).fields(Cluster.class);
  }

  /** A file with a sketch of a cluster, in which everything may be left out. */
  public static Schema sketch() {
    return FileHeader.schema(KIND, "the cluster")
        .and(
            Schema.required(
                "cluster",
                new FactsSchema(true).fields(Cluster.class),
                "the cluster. What it does not mention has its usual value"));
  }

  private Schema.Fields fields(Class<?> type) {
    List<Schema.Key> keys =
        Arrays.stream(type.getRecordComponents()).map(each -> key(type, each)).toList();
    return new Schema.Fields(keys, List.of());
  }

  private Schema.Key key(Class<?> type, RecordComponent component) {
    boolean required = !sketch && !RecordReader.mayBeAbsent(type, component);
    return new Schema.Key(
        component.getName(),
        required,
        schema(component.getGenericType()),
        description(type, component.getName()));
  }

  private Schema schema(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return schema(arguments[0]);
      }
      return generic.getRawType() == List.class
          ? Schema.listOf(schema(arguments[0]))
          : new Schema.MapOf(Schema.text(), schema(arguments[1]));
    }
    if (type == String.class) {
      return Schema.text();
    }
    if (type == long.class || type == Long.class) {
      return new Schema.WholeNumber(Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == boolean.class || type == Boolean.class) {
      return new Schema.Flag();
    }
    Class<?> plain = (Class<?>) type;
    return plain.isEnum()
        ? words(plain)
        : new Schema.Named(plain.getSimpleName(), () -> fields(plain));
  }

  /** A word of a newer safeops stands for what is unknown, if that is a constant. */
  private static Schema words(Class<?> type) {
    Schema words = Schema.words(EnumWords.words(type));
    return EnumWords.unknown(type).isPresent() ? Schema.anyOf(words, Schema.text()) : words;
  }

  private String description(Class<?> type, String component) {
    @Nullable String written = descriptions.getProperty(type.getSimpleName() + "." + component);
    if (written == null) {
      return words(component) + " of the " + words(type.getSimpleName());
    }
    return written.startsWith("of ") ? words(component) + " " + written : written;
  }

  /** A name of Java as words: {@code linkState}, link state. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static Properties descriptions() {
    Properties read = new Properties();
    try (@Nullable InputStream in = FactsSchema.class.getResourceAsStream(DESCRIPTIONS)) {
      if (in != null) {
        Reader text = new InputStreamReader(in, StandardCharsets.UTF_8);
        read.load(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read;
  }
}
