package io.safeops.document;

/**
 * A part of a written text that another text replaces, as the value of a parameter does.
 *
 * @param from the index of its first character in the written text, in UTF-16 units
 * @param to the index after its last character
 */
public record Replacement(int from, int to, String by) {}
