/** Packets that Open vSwitch traces through its flows, one for each class of paths. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.trace;
