/** The socket of a run, and who speaks to it. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.control;
