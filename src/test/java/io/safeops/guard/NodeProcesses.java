package io.safeops.guard;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The processes on this machine that belong to one {@link GuardedNode}, by their environment. */
final class NodeProcesses {

  private final String mark;

  /**
   * @param mark a variable with its value, that no other process has in its environment
   */
  NodeProcesses(String mark) {
    // As in /proc, with its end: another name may begin with this one.
    this.mark = new String(mark.getBytes(UTF_8), ISO_8859_1) + "\0";
  }

  /** The living processes. */
  Stream<ProcessHandle> all() {
    return ProcessHandle.allProcesses()
        .filter(ProcessHandle::isAlive)
        .filter(process -> environmentOf(process.pid()).contains(mark));
  }

  /**
   * Kills all with SIGKILL and waits until none is seen twice in a row: a process during exec shows
   * no environment.
   */
  void killAll() {
    int[] unseen = {0};
    GuardedNode.until(
        Duration.ofMinutes(2),
        () -> {
          List<ProcessHandle> left = all().toList();
          left.forEach(ProcessHandle::destroyForcibly);
          unseen[0] = left.isEmpty() ? unseen[0] + 1 : 0;
          return unseen[0] == 2;
        });
  }

  private static String environmentOf(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/environ"), ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
