/** The reference that is made from the code: pages, manual pages and completions of shells. */
@org.jspecify.annotations.NullMarked
package io.safeops.cli.reference;
