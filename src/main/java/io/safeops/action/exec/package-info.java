/** Command lines as an operator types them: understood, opaque, or refused. */
@org.jspecify.annotations.NullMarked
package io.safeops.action.exec;
