package io.safeops.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The files of the repository, by their path from its root, with their texts. */
final class RepositoryFiles {

  /** Folders that builds or an editor make. */
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".programs", ".idea");

  private final Map<Path, String> texts = new LinkedHashMap<>();

  private RepositoryFiles() {}

  static RepositoryFiles read() throws IOException {
    RepositoryFiles read = new RepositoryFiles();
    Path root = Path.of("");
    try (Stream<Path> top = Files.list(Path.of("."))) {
      for (Path each : top.map(Path::normalize).sorted().toList()) {
        if (!NOT_OURS.contains(each.toString()) && !isOfAProcess(each)) {
          try (Stream<Path> all = Files.walk(root.resolve(each))) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
              byte[] bytes = Files.readAllBytes(file);
              read.texts.put(file, new String(bytes, StandardCharsets.ISO_8859_1));
            }
          }
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return read;
  }

  /** Files of a running Java process or compiler, which may be deleted at any moment. */
  private static boolean isOfAProcess(Path top) {
    return top.toString().matches("\\.attach_pid.*|javac\\..*|hs_err.*");
  }

  Set<String> folders() {
    return texts.keySet().stream()
        .filter(file -> file.getNameCount() > 1)
        .map(file -> file.getName(0).toString())
        .collect(Collectors.toSet());
  }

  String text(Path file) {
    return texts.getOrDefault(file, "");
  }

  /**
   * Whether a program, a script or a build file has this text. The pages do not count, nor does
   * DocsTest, which uses invented names.
   */
  boolean mention(String text) {
    return texts.entrySet().stream()
        .filter(file -> !file.getKey().toString().endsWith(".md"))
        .filter(file -> !file.getKey().endsWith("DocsTest.java"))
        .anyMatch(file -> file.getValue().contains(text));
  }

  /**
   * The files whose path ends like this. {@code *} and {@code NAME} stand for one name or a part of
   * it.
   */
  List<Path> named(String end) {
    String pattern = end.replace("NAME", "*").replaceFirst("^\\./", "").replaceFirst("/$", "");
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:{,**/}" + pattern);
    return texts.keySet().stream().filter(matcher::matches).toList();
  }

  /** Whether there is such a file or folder. */
  boolean has(Path path) {
    String pattern = path.normalize().toString().replace("NAME", "*");
    PathMatcher matcher =
        FileSystems.getDefault().getPathMatcher("glob:{" + pattern + "," + pattern + "/**}");
    return texts.keySet().stream().anyMatch(matcher::matches);
  }

  /**
   * All sources as one text. Java's string literals are joined, and every run of blanks is one
   * blank.
   */
  String messages() {
    StringBuilder all = new StringBuilder();
    texts.forEach(
        (file, text) -> {
          String name = file.toString();
          if (name.startsWith("src/main") || name.startsWith("src/lab") || name.equals("safeops")) {
            all.append(text).append('\n');
          } else if (name.matches("policies/[a-z-]+\\.yaml")) {
            all.append(text).append('\n');
          }
        });
    return plain(
        all.toString().replaceAll("\"\\s*\\)*\\s*\\+\\s*\\(*\\s*\"", "").replace("\\\"", "\""));
  }

  static String plain(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
