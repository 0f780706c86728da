package io.safeops.action;

import java.time.Duration;

/**
 * An expectation that a node checks with a script: exit 0 when it holds, else the reason on
 * standard output.
 *
 * @param node its name in the inventory
 */
public record CheckExpectation(String node, String description, Script script, Duration within)
    implements Expectation {}
