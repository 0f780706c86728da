/** The socket of a run: server, client, commands. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.control;
