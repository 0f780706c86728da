/** Rules, CEL, and the table tests of policies. */
@org.jspecify.annotations.NullMarked
package io.safeops.policy;
