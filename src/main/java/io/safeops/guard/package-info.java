/** The guard protocol: the dead-man's switch on each node and the messages that a run sends it. */
@org.jspecify.annotations.NullMarked
package io.safeops.guard;
