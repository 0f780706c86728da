/** Collects the evidence of a run, from this machine and from its nodes, and has it verified. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.audit;
