/** The states of a run and their conditions. It knows no time and no network but by interfaces. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.coordinate;
