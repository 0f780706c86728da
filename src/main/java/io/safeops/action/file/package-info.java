/** Keys of configuration files, and files that are written. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.file;
