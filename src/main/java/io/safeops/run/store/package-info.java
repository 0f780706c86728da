/** What a run has on the disk of its machine: journal, request, footprint, program. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.store;
