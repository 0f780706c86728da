/** What follows from the facts: who maps what, where patch ports and tunnels are missing. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.derive;
