/** Tests of the {@code safeops} command on the lab, used as an operator uses it. */
package io.safeops.session;
