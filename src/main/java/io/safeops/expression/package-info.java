/**
 * CEL expressions over records. Types are checked when a file is loaded, errors have a position in
 * the file, and every evaluation has a limit of time and memory. This package knows nothing of OVN.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.expression;
