/**
 * Rules: what must be true of each item of a cluster and of a plan, in CEL, with the policies that
 * are built in.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.policy;
