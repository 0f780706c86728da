/**
 * Messages between a run and its guards: connections, questions, answers, and what is known of each
 * node.
 */
@org.jspecify.annotations.NullMarked
package io.safeops.run.messaging;
