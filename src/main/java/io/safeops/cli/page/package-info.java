/** The story of one run as a page of HTML for people. */
@NullMarked
package io.safeops.cli.page;

import org.jspecify.annotations.NullMarked;
