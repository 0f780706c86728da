/**
 * The shell of safeops: words, completion and history of {@code safeops shell}. It runs the
 * commands that it is given and knows none of their classes.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.cli.shell;
