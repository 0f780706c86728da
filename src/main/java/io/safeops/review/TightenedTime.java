package io.safeops.review;

import java.time.Duration;
import java.util.Optional;

/**
 * A guard time that a plan asks for and does not get, because its nodes are guarded more tightly.
 *
 * @param setting {@code deadline}, {@code lease} or {@code hold}, as in the plan
 * @param node the one that sets the limit; none when no armed node's inventory says anything and
 *     what is usual is the limit
 */
public record TightenedTime(
    String setting, Duration asked, Duration taken, Optional<String> node) {}
