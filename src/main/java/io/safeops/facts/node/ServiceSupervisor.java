package io.safeops.facts.node;

import java.util.Locale;

/** What starts and stops a component on its node. */
public enum ServiceSupervisor {
  SYSTEMD,
  /** Docker or Podman. */
  CONTAINER,
  /** Nobody: a process that was started by hand. */
  NONE;

  /** As rules and files of facts write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
