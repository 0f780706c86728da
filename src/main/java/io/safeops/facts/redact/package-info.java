/** Facts without the cluster's addresses and names, with pseudonyms by which rules say the same. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.redact;
