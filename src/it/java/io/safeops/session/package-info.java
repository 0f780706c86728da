/** The {@code safeops} command on the lab, driven as an operator drives it. */
package io.safeops.session;
