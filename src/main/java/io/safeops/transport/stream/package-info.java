/** The streams of a running command: bytes, lines and what it said last. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.stream;
