/** The tests of policies: a cluster, what is changed in it, and what the rules must say. */
@org.jspecify.annotations.NullMarked
package io.safeops.review.policytest;
