package io.safeops.policy;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.Position;
import io.safeops.document.YamlFile;
import io.safeops.expression.CompiledExpressions;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that are part of safeops: its policies and its playbooks. */
public final class BuiltInFiles {

  /** The prefix of such a name in messages, because the file is not on the operator's disk. */
  public static final String PREFIX = "builtin:";

  private BuiltInFiles() {}

  /** The policies, sorted by name. */
  public static List<DocumentNode> policies() throws DocumentException {
    List<DocumentNode> read = new ArrayList<>();
    for (String name : names("policies")) {
      read.add(read("policies", name).orElseThrow());
    }
    return read;
  }

  /** Where the build puts the expressions of the policies that it has compiled. */
  static final String COMPILED = "/io/safeops/policies/compiled-expressions";

  /** What the build has compiled of the policies; none in a build that has not done so. */
  static CompiledExpressions compiledExpressions() {
    try (InputStream in = BuiltInFiles.class.getResourceAsStream(COMPILED)) {
      return in == null
          ? CompiledExpressions.NONE
          : CompiledExpressions.read(new BufferedInputStream(in));
    } catch (IOException e) {
      throw new IllegalStateException("safeops is incomplete: " + COMPILED, e);
    }
  }

  /** The tests of the policies, sorted by name. */
  public static List<DocumentNode> policyTests() throws DocumentException {
    List<DocumentNode> read = new ArrayList<>();
    for (String name : names("policies/tests")) {
      read.add(read("policies/tests", name).orElseThrow());
    }
    return read;
  }

  /** The facts of a name, such as {@code healthy}, that tests of policies start from. */
  public static Optional<DocumentNode> facts(String name) throws DocumentException {
    return name.matches("[a-z0-9-]+")
        ? read("policies/tests/facts", name + ".yaml")
        : Optional.empty();
  }

  /** The playbook with a name, such as {@code recreate-localnet}. */
  public static Optional<DocumentNode> playbook(String name) throws DocumentException {
    return name.matches("[a-z0-9-]+") ? read("playbooks", name + ".yaml") : Optional.empty();
  }

  /** The text of a playbook, with its comments. */
  public static Optional<String> playbookText(String name) {
    String file = "/io/safeops/playbooks/" + name + ".yaml";
    try (InputStream in = BuiltInFiles.class.getResourceAsStream(file)) {
      return name.matches("[a-z0-9-]+") && in != null
          ? Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException("safeops is incomplete: " + file, e);
    }
  }

  /** The names of the playbooks. */
  public static List<String> playbooks() {
    return names("playbooks").stream().map(name -> name.replaceFirst("\\.yaml$", "")).toList();
  }

  private static Optional<DocumentNode> read(String folder, String name) throws DocumentException {
    String file = PREFIX + folder + "/" + name;
    try (InputStream in =
        BuiltInFiles.class.getResourceAsStream("/io/safeops/" + folder + "/" + name)) {
      return in == null ? Optional.empty() : Optional.of(YamlFile.parse(file, in.readAllBytes()));
    } catch (IOException e) {
      throw new DocumentException(Position.ofFile(file), "cannot be read: " + e.getMessage());
    }
  }

  private static List<String> names(String folder) {
    String path = "io/safeops/" + folder;
    @Nullable URL url = BuiltInFiles.class.getResource("/" + path);
    if (url == null) {
      throw new IllegalStateException("safeops is incomplete: it lacks " + path);
    }
    try {
      return url.openConnection() instanceof JarURLConnection jar
          ? inJar(jar, path + "/")
          : inFolder(url.toURI());
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("safeops is incomplete: " + url, e);
    }
  }

  private static List<String> inJar(JarURLConnection jar, String prefix) throws IOException {
    return jar.getJarFile().stream()
        .map(JarEntry::getName)
        .filter(name -> name.startsWith(prefix) && name.endsWith(".yaml"))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> name.indexOf('/') < 0)
        .sorted()
        .toList();
  }

  private static List<String> inFolder(URI folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }
}
