/** Facts in files, and clusters that tests of rules write down in a few lines. */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.file;
