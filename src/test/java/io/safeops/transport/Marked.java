package io.safeops.transport;

import java.util.UUID;

/**
 * The programs on this machine that carry one word among their arguments: a test tells its own from
 * those that other tests start meanwhile.
 */
public final class Marked {

  private final String mark = "mark-" + UUID.randomUUID();

  public String mark() {
    return mark;
  }

  public long count() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().commandLine().orElse("").contains(mark))
        .count();
  }

  public boolean areGone() {
    return count() == 0;
  }
}
