package io.safeops.house;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Selects one part of the lab's test classes, as {@code -Dsafeops.part=2/3} says. A CI has no time
 * for all of them and runs another part each time. All parts have about the same number of tests
 * and are the same on every machine. The tests of the other parts are not discovered, so they do
 * not count as skipped.
 */
public final class SelectedPart implements PostDiscoveryFilter {

  private final int part;
  private final int parts;
  private Set<String> chosen = Set.of();

  /** Reads the system property {@code safeops.part}. */
  public SelectedPart() {
    this(System.getProperty("safeops.part", ""));
  }

  SelectedPart(String value) {
    if (value.isEmpty()) {
      part = 0;
      parts = 0;
    } else if (value.matches("[1-9]/[1-9]") && value.charAt(0) <= value.charAt(2)) {
      part = value.charAt(0) - '0';
      parts = value.charAt(2) - '0';
    } else {
      throw new IllegalArgumentException("safeops.part: expected as 2/3, found " + value);
    }
  }

  @Override
  public FilterResult apply(TestDescriptor test) {
    if (parts == 0 || !test.isTest() && !test.getChildren().isEmpty()) {
      return FilterResult.included("no part was asked for, or its tests decide");
    }
    return FilterResult.includedIf(mine().contains(classOf(test)));
  }

  /** Computed only once, because Surefire may discover the classes one by one. */
  private synchronized Set<String> mine() {
    if (chosen.isEmpty()) {
      chosen = chosen(testsOfTheLab());
      System.out.printf("part %d of %d: %s%n", part, parts, String.join(", ", chosen));
    }
    return chosen;
  }

  /**
   * The classes of this part. The classes are taken by size, the largest first, and each goes to
   * the part with the fewest tests.
   */
  Set<String> chosen(Map<String, Integer> tests) {
    List<Map.Entry<String, Integer>> largest = new ArrayList<>(tests.entrySet());
    largest.sort(
        Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey()));
    int[] sums = new int[parts];
    Map<String, Integer> of = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> each : largest) {
      int least = 0;
      for (int i = 1; i < parts; i++) {
        least = sums[i] < sums[least] ? i : least;
      }
      sums[least] += each.getValue();
      of.put(each.getKey(), least + 1);
    }
    Set<String> mine = new TreeSet<>();
    of.forEach(
        (name, number) -> {
          if (number == part) {
            mine.add(name);
          }
        });
    return mine;
  }

  /** Counts the tests of each compiled class of lab tests. A test with parameters counts once. */
  private static Map<String, Integer> testsOfTheLab() {
    Map<String, Integer> tests = new TreeMap<>();
    try {
      Path classes =
          Path.of(SelectedPart.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      List<Path> files;
      try (Stream<Path> all = Files.walk(classes)) {
        files = all.filter(file -> file.toString().matches(".*IT(\\$[^$]+)?\\.class")).toList();
      }
      for (Path file : files) {
        String name = classes.relativize(file).toString().replaceFirst("\\.class$", "");
        Class<?> type = Class.forName(name.replace('/', '.'), false, classLoader());
        boolean inner = type.getEnclosingClass() != null;
        if (!inner || AnnotationSupport.isAnnotated(type, Nested.class)) {
          int count =
              AnnotationSupport.findAnnotatedMethods(
                      type, Testable.class, HierarchyTraversalMode.TOP_DOWN)
                  .size();
          if (count > 0) {
            tests.put(shortName(type.getName()), count);
          }
        }
      }
    } catch (IOException | URISyntaxException | ClassNotFoundException e) {
      throw new IllegalStateException("the classes of lab tests cannot be listed", e);
    }
    return tests;
  }

  private static ClassLoader classLoader() {
    return SelectedPart.class.getClassLoader();
  }

  private static String shortName(String name) {
    return name.replaceFirst("^.*\\.", "");
  }

  /** The class that declares a test; for a nested class, the nested class itself. */
  private static String classOf(TestDescriptor test) {
    for (TestDescriptor each = test; each != null; each = each.getParent().orElse(null)) {
      if (each.getSource().orElse(null) instanceof ClassSource source) {
        return shortName(source.getClassName());
      }
    }
    return "";
  }
}
