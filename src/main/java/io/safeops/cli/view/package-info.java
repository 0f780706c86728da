/** How results are shown, for people and for programs. */
@org.jspecify.annotations.NullMarked
package io.safeops.cli.view;
