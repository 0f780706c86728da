/** The plan file: parameters, steps, expectations, guard settings. */
@org.jspecify.annotations.NullMarked
package io.safeops.plan;
