/** The words of a command line: its program, its options, its parts. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.commandline;
