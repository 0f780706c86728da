/** What should get through: ends in use, and the peers that they were given. */
@org.jspecify.annotations.NullMarked
package io.safeops.paths.intent;
