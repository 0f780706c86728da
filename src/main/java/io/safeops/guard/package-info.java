/** The node protocol: the dead-man's switch on each node, and the messages a run sends to it. */
@org.jspecify.annotations.NullMarked
package io.safeops.guard;
