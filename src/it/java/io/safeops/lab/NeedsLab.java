package io.safeops.lab;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a class of tests that needs the lab. The lab is up and in its first state when the class
 * begins. It is converged unless the class has {@link SeparateLan}, and has the release that {@link
 * OnSuite} names. If no lab can run, the class is skipped with one line. In a CI ({@code CI} is
 * set) it fails instead, because a CI must run every test.
 *
 * <p>{@code mvn verify} runs only the tests that also have the tag {@code main}: the main case of
 * an incident or of a command. {@code -Pfull} runs all.
 */
@Tag("lab")
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the lab")
@ExtendWith(SharedLab.class)
public @interface NeedsLab {

  /** Further options of {@code lab up}, such as {@code --raft}. */
  String[] value() default {};

  /** Whether the class starts and removes the lab by itself, and leaves none. */
  boolean byItself() default false;
}
