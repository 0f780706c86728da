/** The JSON Schema of each kind of file, for editors and other programs. */
@org.jspecify.annotations.NullMarked
package io.safeops.schema;
