/** Rows and schemas in OVSDB's format (RFC 7047). */
@org.jspecify.annotations.NullMarked
package io.safeops.facts.ovsdb;
