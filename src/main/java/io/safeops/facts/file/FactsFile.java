package io.safeops.facts.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.DocumentNode.MapEntry;
import io.safeops.document.DocumentNode.Mapping;
import io.safeops.document.DocumentNode.Scalar;
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
import java.util.Optional;
import java.util.Set;

/**
 * Saves facts to a file and loads them again as the same cluster, in JSON. A file is untrusted
 * input, like the answer of a node, and passes the checks of the same records.
 */
public final class FactsFile {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** The key of what a file says of itself; see {@link FactsOrigin}. */
  static final String ORIGIN = "origin";

  /** The key of the {@link FactsDigest}. */
  static final String DIGEST = "digest";

  private static final Set<String> OF_FILE = Set.of(ORIGIN, DIGEST);

  private FactsFile() {}

  /** Saves facts for safeops itself, without their origin and their digest. */
  public static void save(Cluster cluster, Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(cluster, Optional.empty(), "", out);
    }
  }

  /**
   * Saves facts with their origin and their digest.
   *
   * @param digest {@link FactsDigest#of(Cluster)}
   */
  public static void save(Cluster cluster, FactsOrigin origin, String digest, Path file)
      throws IOException {
    try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      write(cluster, Optional.of(origin), digest, out);
    }
  }

  /** The same as text. */
  public static String text(Cluster cluster, FactsOrigin origin, String digest) {
    return text(cluster, Optional.of(origin), digest);
  }

  /** The file's content as text. */
  public static String text(Cluster cluster) {
    return text(cluster, Optional.empty(), "");
  }

  private static String text(Cluster cluster, Optional<FactsOrigin> origin, String digest) {
    StringWriter out = new StringWriter();
    try {
      write(cluster, origin, digest, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }

  private static void write(
      Cluster cluster, Optional<FactsOrigin> origin, String digest, Writer out) throws IOException {
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      generator.useDefaultPrettyPrinter();
      RecordWriter writer = new RecordWriter(generator);
      generator.writeStartObject();
      if (origin.isPresent()) {
        generator.writeFieldName(ORIGIN);
        writer.write(origin.get());
        generator.writeStringField(DIGEST, digest);
      }
      writer.fields(cluster);
      generator.writeEndObject();
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

  private static Cluster bind(DocumentNode root, String name) throws DocumentException {
    Problems problems = new Problems();
    requireDigest(root, problems);
    Cluster cluster =
        new RecordReader(problems).read(Value.root(onlyFacts(root), problems), Cluster.class);
    problems.throwIfAny();
    if (cluster == null) {
      throw new DocumentException(Position.ofFile(name), "this is not a facts file");
    }
    return cluster;
  }

  /** Whoever reads facts that were changed must know it. Files without a digest are older. */
  private static void requireDigest(DocumentNode root, Problems problems) {
    Optional<DocumentNode> said =
        root instanceof Mapping facts ? facts.entry(DIGEST).map(MapEntry::value) : Optional.empty();
    if (said.isEmpty()) {
      return;
    }
    String digest = FactsDigest.of(root);
    if (!(said.get() instanceof Scalar written) || !written.text().equals(digest)) {
      problems.add(
          said.get().at(),
          "the facts were changed after safeops wrote them: their digest is "
              + digest
              + ". If this is on purpose, remove the key `"
              + DIGEST
              + "`");
    }
  }

  /** A file of facts without what it says of itself. */
  static DocumentNode onlyFacts(DocumentNode root) {
    return root instanceof Mapping facts
        ? new Mapping(
            facts.entries().stream()
                .filter(entry -> !OF_FILE.contains(entry.key().text()))
                .toList(),
            facts.at())
        : root;
  }
}
