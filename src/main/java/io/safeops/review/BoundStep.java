package io.safeops.review;

import io.safeops.action.Action;
import io.safeops.plan.Step;

/**
 * A step of the plan and the action that does it.
 *
 * @param id the step's; of a batch, with its number
 */
public record BoundStep(String id, Step step, Action action) {}
