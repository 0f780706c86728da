/**
 * The JSON Schema of each kind of file, for editors and other programs. For what safeops writes for
 * other programs, the keys are declared here, too: those who write it are above.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.schema;
