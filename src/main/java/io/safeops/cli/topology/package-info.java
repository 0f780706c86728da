/** The picture of a cluster for people: what there is, what is connected, and what is broken. */
@NullMarked
package io.safeops.cli.topology;

import org.jspecify.annotations.NullMarked;
