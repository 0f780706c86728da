/**
 * Conclusions from the facts: which node maps which network, and where patch ports and tunnels are
 * missing.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.derive;
