package io.safeops.action.service;

import io.safeops.facts.node.Component;
import java.util.Arrays;
import java.util.Optional;

/** A systemctl verb. None of OVN's units can reload without a restart. */
public enum ServiceVerb {
  START("start", false),
  STOP("stop", true),
  RESTART("restart", true),
  TRY_RESTART("try-restart", true),
  RELOAD_OR_RESTART("reload-or-restart", true);

  private final String word;
  private final boolean stopping;

  ServiceVerb(String word, boolean stopping) {
    this.word = word;
    this.stopping = stopping;
  }

  static Optional<ServiceVerb> of(String word) {
    return Arrays.stream(values()).filter(verb -> verb.word.equals(word)).findFirst();
  }

  public String word() {
    return word;
  }

  /** Whether it stops this component, for good or for a moment. */
  boolean stops(Component component) {
    return stopping && component.isActive();
  }

  /** Whether this component is active afterwards. */
  boolean leavesActive(Component component) {
    return switch (this) {
      case START, RESTART, RELOAD_OR_RESTART -> true;
      case TRY_RESTART -> component.isActive();
      case STOP -> false;
    };
  }
}
