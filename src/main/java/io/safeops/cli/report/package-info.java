/** The review of one or many plans, in the forms that people and other programs read. */
@NullMarked
package io.safeops.cli.report;

import org.jspecify.annotations.NullMarked;
