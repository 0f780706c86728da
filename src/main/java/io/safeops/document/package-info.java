/**
 * YAML and JSON files with positions: every value has a file, line and column, and every error
 * names them.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.document;
