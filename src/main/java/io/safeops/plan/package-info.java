/** The plan file: its parameters, steps, expectations and guard settings. */
@org.jspecify.annotations.NullMarked
package io.safeops.plan;
