package io.safeops.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the Debian release of the lab's nodes for a class of tests. Without it, {@code
 * -Dsafeops.suite} names it, else it is bookworm.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnSuite {

  /** {@code bookworm} (OVN 23.03, OVS 3.1) or {@code trixie} (OVN 25.03, OVS 3.5). */
  String value();

  /** The release that a test class, or a class around it, names. */
  final class Wanted {
    private Wanted() {}

    public static String by(Class<?> test) {
      for (Class<?> each = test; each != null; each = each.getEnclosingClass()) {
        OnSuite said = each.getAnnotation(OnSuite.class);
        if (said != null) {
          return said.value();
        }
      }
      return System.getProperty("safeops.suite", "bookworm");
    }
  }
}
