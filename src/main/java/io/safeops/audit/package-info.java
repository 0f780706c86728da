/** The evidence of runs: chains of lines, heads, and what was changed in them. */
@org.jspecify.annotations.NullMarked
package io.safeops.audit;
