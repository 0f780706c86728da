/** Rows and schemas as OVSDB writes them (RFC 7047). */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.ovsdb;
