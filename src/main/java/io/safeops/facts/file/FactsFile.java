package io.safeops.facts.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.safeops.document.DocumentException;
import io.safeops.document.Position;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.document.YamlFile;
import io.safeops.facts.model.Cluster;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Saves facts to a file and loads them again as the same cluster, in JSON. A file is untrusted
 * input, like the answer of a node, and passes the checks of the same records.
 */
public final class FactsFile {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private FactsFile() {}

  public static void save(Cluster cluster, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(cluster, out);
    }
  }

  /** The file's content as text. */
  public static String text(Cluster cluster) {
    StringWriter out = new StringWriter();
    try {
      write(cluster, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(Cluster cluster, Writer out) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.useDefaultPrettyPrinter();
      new RecordWriter(generator).write(cluster);
      generator.writeRaw('\n');
    }
  }

  /**
   * @throws DocumentException with line and column, when the file cannot be read or does not hold
   *     facts
   */
  public static Cluster load(Path file) throws DocumentException {
    return bind(YamlFile.read(file), file.toString());
  }

  /**
   * @param name the name of the file in messages; the format is JSON if it ends in {@code .json}
   */
  public static Cluster load(String name, byte[] bytes) throws DocumentException {
    return bind(YamlFile.parse(name, bytes), name);
  }

  private static Cluster bind(io.safeops.document.DocumentNode root, String name)
      throws DocumentException {
    Problems problems = new Problems();
    Cluster cluster = new RecordReader(problems).read(Value.root(root, problems), Cluster.class);
    problems.throwIfAny();
    if (cluster == null) {
      throw new DocumentException(Position.ofFile(name), "this is not a facts file");
    }
    return cluster;
  }
}
