/**
 * The signed statement that one exact plan may run, how it is made from a review, and the decision
 * whether the approvals at hand cover a run.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.approval;
