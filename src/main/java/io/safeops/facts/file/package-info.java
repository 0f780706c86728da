/** Facts in files, and sketches: clusters that tests of rules describe in a few lines. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.file;
