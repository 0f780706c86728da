package io.safeops.lab;

import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Orders the test classes by the kind of lab that they need, so that one lab serves all classes of
 * the same kind. Classes without a lab come first. Classes that start and remove the lab by
 * themselves come last.
 */
public final class OrderByLab implements ClassOrderer {

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.comparing((ClassDescriptor each) -> kind(each.getTestClass()))
                .thenComparing(each -> each.getTestClass().getName()));
  }

  private static String kind(Class<?> tests) {
    return AnnotationSupport.findAnnotation(tests, NeedsLab.class)
        .map(needs -> needs.byItself() ? "2" : "1 " + String.join(" ", SharedLab.optionsOf(tests)))
        .orElse("3");
  }
}
