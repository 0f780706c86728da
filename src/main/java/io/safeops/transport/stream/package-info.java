/** The streams of a running command: bytes, lines and the end of its output. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.stream;
