/** Actions on rows of the Northbound: logical switch ports, gateway chassis, global options. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.northbound;
