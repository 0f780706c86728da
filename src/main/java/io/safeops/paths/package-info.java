/** What packets can do: intended paths, their hops, and verdicts about them. Pure. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths;
