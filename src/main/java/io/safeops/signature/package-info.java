/** Signatures as OpenSSH's {@code ssh-keygen -Y} makes and checks them, and who may sign. */
@org.jspecify.annotations.NullMarked
package io.safeops.signature;
