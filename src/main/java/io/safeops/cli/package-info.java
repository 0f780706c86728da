/** The command line: picocli commands and views. Prints and asks, decides nothing. */
@org.jspecify.annotations.NullMarked
package io.safeops.cli;
