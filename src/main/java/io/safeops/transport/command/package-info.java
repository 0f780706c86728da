/** A node behind a program on this machine that gives a shell. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.command;
