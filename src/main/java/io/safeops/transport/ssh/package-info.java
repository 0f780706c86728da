/** Nodes over ssh: logins, host keys, jump hosts. */
@org.jspecify.annotations.NullMarked
package io.safeops.transport.ssh;
