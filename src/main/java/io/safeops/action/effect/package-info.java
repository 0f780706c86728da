/**
 * What command lines do to the facts that safeops does not carry out itself, so that a review names
 * what they would cut.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.action.effect;
