/**
 * CEL over records: types are checked when a file is loaded, errors point into the file, and no
 * expression can take more than a bounded time and space. Knows nothing of OVN.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.expression;
