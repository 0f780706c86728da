/** The facts of the OVN databases: rows of the Northbound and the Southbound, and their status. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.ovn;
