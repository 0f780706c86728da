/** What happens in a run and how it ends, and the JSON form of both. */
@org.jspecify.annotations.NullMarked
package io.safeops.run.event;
