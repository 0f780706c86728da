/** What is asked at a terminal, and runs that are followed there. */
@org.jspecify.annotations.NullMarked
package io.safeops.cli.terminal;
