package io.safeops.lab;

import io.safeops.lab.Lab.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The lab that the test classes share. It stays up between classes and is reset to its first state
 * after each. A new one is made only if the next class needs another kind. A lab that was up before
 * the first class stays up after the last, in its first state; any other lab is removed.
 */
final class SharedLab implements BeforeAllCallback, AfterAllCallback, ExecutionCondition {

  private static final Lab LAB = Lab.ofThisRun();
  private static final Path REPORTS = Path.of("target", "lab");
  private static final int LINES = 12;
  private static final int WIDTH = 160;

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<String> missing = Lab.missing();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("a lab can run here");
    }
    if (System.getenv("CI") != null) {
      throw new IllegalStateException("a CI must run the lab tests, but " + missing.get());
    }
    return ConditionEvaluationResult.disabled("left out: " + missing.get());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Class<?> tests = context.getRequiredTestClass();
    Kept kept = kept(context);
    NeedsLab needs = needs(tests);
    if (needs == null) {
      return; // a class around nested ones
    }
    if (needs.byItself()) {
      kept.forgetAndTakeDown();
      return;
    }
    kept.bring(optionsOf(tests));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Class<?> tests = context.getRequiredTestClass();
    NeedsLab needs = needs(tests);
    if (needs == null || isAroundNestedOnes(tests)) {
      return;
    }
    Kept kept = kept(context);
    if (needs.byItself()) {
      kept.forgetAndTakeDown();
    } else {
      kept.putBack(nameOf(tests));
    }
  }

  private static NeedsLab needs(Class<?> tests) {
    return isAroundNestedOnes(tests)
        ? null
        : AnnotationSupport.findAnnotation(tests, NeedsLab.class).orElse(null);
  }

  /** Such a class has no test of its own. */
  private static boolean isAroundNestedOnes(Class<?> tests) {
    return !AnnotationSupport.isAnnotated(tests, org.junit.jupiter.api.Nested.class)
        && List.of(tests.getDeclaredClasses()).stream()
            .anyMatch(
                inner -> AnnotationSupport.isAnnotated(inner, org.junit.jupiter.api.Nested.class));
  }

  /** The options of {@code lab up} for a class of tests. */
  static List<String> optionsOf(Class<?> tests) {
    List<String> options = new ArrayList<>();
    Topology topology =
        tests.isAnnotationPresent(SeparateLan.class) ? Topology.SEPARATE : Topology.CONVERGED;
    options.addAll(List.of("--topology", topology.name().toLowerCase(java.util.Locale.ROOT)));
    options.addAll(List.of("--suite", OnSuite.Wanted.by(tests)));
    List<String> more =
        AnnotationSupport.findAnnotation(tests, NeedsLab.class)
            .map(needs -> List.of(needs.value()))
            .orElse(List.of());
    options.add(more.contains("--raft") ? "--raft" : "--standalone");
    options.add(more.contains("--neutron") ? "--neutron" : "--plain");
    options.add(more.contains("--vm") ? "--vm" : "--containers");
    options.add(more.contains("--networks=all") ? "--networks=all" : "--networks=flat");
    return options;
  }

  private static String nameOf(Class<?> tests) {
    return tests.getName().replaceFirst("^.*\\.", "");
  }

  private static Kept kept(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedLab.class))
        .computeIfAbsent(Kept.class, key -> new Kept(), Kept.class);
  }

  /** The lab between classes. */
  static final class Kept implements AutoCloseable {
    private final boolean wasUp = LAB.status().ok();
    private List<String> options = List.of();

    void bring(List<String> wanted) {
      if (!wanted.equals(options)) {
        boolean first = options.isEmpty();
        // A lab that is up with the same options is kept. With other options a new one is made.
        LAB.up(wanted);
        options = wanted;
        if (first && wasUp && canBePutBack()) {
          LAB.reset();
        }
      }
    }

    private boolean canBePutBack() {
      return options.containsAll(List.of("--standalone", "--plain", "--containers"));
    }

    /** Resets the lab. Prints the name of the class if it left anything behind. */
    void putBack(String tests) {
      if (!canBePutBack()) {
        forgetAndTakeDown();
        return;
      }
      try {
        String left = LAB.reset().out();
        if (!left.isBlank()) {
          tell(tests, left);
        }
      } catch (AssertionError e) {
        forgetAndTakeDown();
        throw new AssertionError(
            tests + " left a lab that cannot be put back: " + e.getMessage(), e);
      }
    }

    private static void tell(String tests, String left) {
      try {
        Path report = Files.createDirectories(REPORTS).resolve("left-by-" + tests + ".txt");
        Files.writeString(report, left);
        List<String> lines = left.lines().toList();
        System.out.printf("left behind by %s, put back now (all of it: %s):%n", tests, report);
        lines.stream()
            .limit(LINES)
            .map(line -> line.length() > WIDTH ? line.substring(0, WIDTH) + "..." : line)
            .forEach(line -> System.out.println("  " + line));
        if (lines.size() > LINES) {
          System.out.println("  and " + (lines.size() - LINES) + " lines more");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void forgetAndTakeDown() {
      options = List.of();
      LAB.down();
    }

    /** After the last class of all. */
    @Override
    public void close() {
      if (!wasUp && !options.isEmpty()) {
        LAB.down();
      }
    }
  }
}
