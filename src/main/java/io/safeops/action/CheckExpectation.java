package io.safeops.action;

import java.time.Duration;

/**
 * Something a node finds out by running a script: exit 0 when it holds, else the reason on standard
 * output.
 *
 * @param node in the inventory
 */
public record CheckExpectation(String node, String description, Script script, Duration within)
    implements Expectation {}
