/** Finishes a run whose own process is gone, from any machine with the inventory. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.recover;
