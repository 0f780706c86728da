package io.safeops.review;

import io.safeops.action.Action;
import io.safeops.plan.Step;

/**
 * A step of the plan with the action that performs it.
 *
 * @param id the id of the step; for a batch, with the batch's number
 */
public record BoundStep(String id, Step step, Action action) {}
