package io.safeops.plan;

import io.safeops.document.DocumentException;
import io.safeops.document.DocumentNode;
import io.safeops.document.YamlFile;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plan files that words of a command line name: files, folders with all that is below them, and
 * patterns such as {@code plans/*.yaml}.
 *
 * @param plans as they are named in messages, each once
 * @param passedOver files of a folder or pattern that are no plans, each with its kind
 */
public record PlanSearch(List<String> plans, List<String> passedOver) {

  private static final String KIND = "Plan";

  public PlanSearch {
    plans = List.copyOf(plans);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * @param words each a file, a folder, a pattern or the name of a playbook
   * @param playbooks their names
   * @throws IOException when a folder cannot be read
   */
  public static PlanSearch of(List<String> words, List<String> playbooks) throws IOException {
    Set<String> plans = new LinkedHashSet<>();
    Set<String> passedOver = new LinkedHashSet<>();
    for (String word : words) {
      Path path = Path.of(word);
      if (Files.isDirectory(path)) {
        judge(below(path), plans, passedOver);
      } else if (Files.exists(path) || playbooks.contains(word) || !isPattern(word)) {
        // One that is not there is reported where it is read.
        plans.add(word);
      } else {
        judge(matching(word), plans, passedOver);
      }
    }
    return new PlanSearch(List.copyOf(plans), List.copyOf(passedOver));
  }

  private static boolean isPattern(String word) {
    return word.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  private static List<Path> below(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(PlanSearch::isYaml).filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<Path> matching(String pattern) throws IOException {
    PathMatcher matcher =
        FileSystems.getDefault()
            .getPathMatcher("glob:" + Path.of(pattern).toAbsolutePath().normalize());
    Path folder = Path.of("");
    for (Path part : Path.of(pattern)) {
      if (isPattern(part.toString())) {
        break;
      }
      folder = folder.resolve(part);
    }
    Path root = Path.of(pattern).getRoot();
    Path start = root == null ? folder : root.resolve(folder);
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(start)) {
      files
          .filter(file -> matcher.matches(file.toAbsolutePath().normalize()))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(found::add);
    }
    return found;
  }

  private static boolean isYaml(Path file) {
    String name = file.toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static void judge(List<Path> files, Set<String> plans, Set<String> passedOver) {
    for (Path file : files) {
      String kind = kind(file);
      if (kind.equals(KIND)) {
        plans.add(file.toString());
      } else {
        passedOver.add(file + " (" + (kind.isEmpty() ? "no kind" : "kind " + kind) + ")");
      }
    }
  }

  /** The kind that a file says it is of; a plan if it cannot be read, so that this is reported. */
  private static String kind(Path file) {
    try {
      return YamlFile.read(file) instanceof DocumentNode.Mapping map
          ? map.entry("kind")
              .map(DocumentNode.MapEntry::value)
              .filter(DocumentNode.Scalar.class::isInstance)
              .map(value -> ((DocumentNode.Scalar) value).text())
              .orElse("")
          : "";
    } catch (DocumentException unreadable) {
      return KIND;
    }
  }
}
