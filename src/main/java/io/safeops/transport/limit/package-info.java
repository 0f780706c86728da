/** How many openings and requests may be under way at once. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.limit;
