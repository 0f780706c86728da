package io.safeops.review;

import java.time.Duration;
import java.util.Optional;

/**
 * A guard time that a plan asks for and does not get, because the limit is tighter.
 *
 * @param setting {@code deadline}, {@code lease} or {@code hold}, as in the plan
 * @param node the node that sets the limit; none if the inventory sets no limit for any armed node,
 *     so that the default is the limit
 */
public record TightenedTime(
    String setting, Duration asked, Duration taken, Optional<String> node) {}
