/** Actions that write files: one key of a configuration file, or a database backup. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.file;
