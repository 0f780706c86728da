/** Threads that wait for nodes, and how long they wait. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.thread;
