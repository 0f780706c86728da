/** YAML files with positions: every value knows file, line and column, every error points there. */
@org.jspecify.annotations.NullMarked
package io.safeops.document;
