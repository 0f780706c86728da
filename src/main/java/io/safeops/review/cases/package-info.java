/** Tests of policies: small clusters and plans, and what the rules say of them. */
@org.jspecify.annotations.NullMarked
package io.safeops.review.cases;
