/**
 * Rules in CEL, which say what must be true of each item of a cluster and of a plan, and the
 * built-in policies.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.policy;
