/** What differs between two pictures of a cluster, object by object. */
@NullMarked
package io.safeops.facts.diff;

import org.jspecify.annotations.NullMarked;
