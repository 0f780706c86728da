package io.safeops.action;

import io.safeops.document.SecretMask;
import io.safeops.facts.model.Cluster;
import java.util.List;
import java.util.Optional;

/**
 * A typed change that a step makes. It is the only place that knows how to make the change, what it
 * affects and how to undo it.
 */
public interface Action {

  /** The key of the step in the plan, as {@code ovn.localnet.create}. */
  String name();

  /**
   * The scripts for this cluster.
   *
   * @throws ActionException when it cannot be done on this cluster
   */
  Operation operation(Cluster before) throws ActionException;

  /**
   * The facts as they will be afterwards, once ovn-controller has applied the change. An action
   * that cannot be done changes nothing.
   */
  Cluster effect(Cluster before);

  /**
   * The exact commands, or what they amount to: one per line. They may hold secrets, so reviews and
   * journals show the {@link #title} instead.
   */
  String describe();

  /** The exact commands, or what they amount to, without secrets: for reviews and journals. */
  default String title() {
    return SecretMask.text(describe());
  }

  /** The components that it stops, for good or for a moment. */
  default List<ComponentStop> stops(Cluster before) {
    return List.of();
  }

  /**
   * How much safeops knows about its effect. An action that is understood has a footprint that is
   * not empty and that covers everything its effect changes.
   */
  default Understanding understanding() {
    return refusal().isPresent() ? Understanding.REFUSED : Understanding.UNDERSTOOD;
  }

  /** Why it is refused if it is not understood: what it would do, or what to write instead. */
  default Optional<String> refusal() {
    return Optional.empty();
  }

  /**
   * The argument that makes it opaque or refused: the first word of the command that does, or the
   * path of the file. Empty if it is understood, or if no single argument does.
   */
  default Optional<ArgumentPlace> offending() {
    return Optional.empty();
  }
}
