/** The connections to the nodes of a run: opened again, replaced and counted. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.connect;
