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
 * A class of tests that needs the lab, which is up and in its first state when the class begins:
 * converged unless it says {@link SeparateLan}, of the release that {@link OnSuite} says. Left out
 * with one line where no lab can run; failing there if the machine says it is a CI ({@code CI} is
 * set), which has no business leaving it out.
 *
 * <p>{@code mvn verify} runs those of its tests that have the tag {@code main} too: the main case
 * of an incident or of a command. All others wait for {@code -Pfull}.
 */
@Tag("lab")
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ResourceLock("the lab")
@ExtendWith(SharedLab.class)
public @interface NeedsLab {

  /** Further options of {@code lab up}, as {@code --raft}. */
  String[] value() default {};

  /** The class takes the lab up and down by itself, and leaves none. */
  boolean byItself() default false;
}
