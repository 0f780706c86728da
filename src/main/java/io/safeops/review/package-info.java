/**
 * The review of plans: what a plan would do, as predicted clusters, and which rules it would
 * violate. It changes nothing.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.review;
