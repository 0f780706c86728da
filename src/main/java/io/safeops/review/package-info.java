/**
 * Verdicts and predicted clusters: what a plan would do, and which rules it would break. Touches
 * nothing.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.review;
