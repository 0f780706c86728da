package io.safeops.action;

import java.time.Duration;

/**
 * Something that must be true of the facts collected after the step.
 *
 * @param expression CEL over {@code cluster}
 */
public record FactExpectation(String description, String expression, Duration within)
    implements Expectation {}
