/** One class for each command. */
@org.jspecify.annotations.NullMarked
package io.safeops.cli.command;
