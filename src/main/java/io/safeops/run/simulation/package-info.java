/**
 * Guards, network and time of a run, simulated: the same messages and the same states as on nodes.
 * Rehearsals and the tests of runs use it.
 */
@NullMarked
package io.safeops.run.simulation;

import org.jspecify.annotations.NullMarked;
