package io.safeops.action;

import java.util.Optional;
import java.util.function.Function;

/**
 * How an action is written in a plan.
 *
 * @param name the key of the step, as {@code ovn.localnet.create}
 * @param binder makes the action of its arguments; empty after it reported what is wrong with them.
 *     Without nodes the action binds too, but has no operation
 */
record ActionForm(String name, Function<Arguments, Optional<Action>> binder) {}
