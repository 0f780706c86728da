/** Tests of policies: a cluster, a change to it, and what the rules must say. */
@org.jspecify.annotations.NullMarked
package io.safeops.review.policytest;
