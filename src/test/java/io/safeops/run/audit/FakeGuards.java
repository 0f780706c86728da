package io.safeops.run.audit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.run.messaging.PagedFile;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Guards that have the logs of one run, and answer at once. */
final class FakeGuards implements GuardNetwork {

  private final String run;
  private final Map<String, byte[]> files;
  private final Set<String> silent = new HashSet<>();
  int opened;
  boolean isOpen;

  /**
   * @param files by node and name, {@code n1: log}
   */
  FakeGuards(String run, Map<String, byte[]> files) {
    this.run = run;
    this.files = files;
  }

  void isSilent(String node) {
    silent.add(node);
  }

  @Override
  public CompletableFuture<GuardLink> open(String node, GuardPath guardPath) {
    opened++;
    return silent.contains(node)
        ? CompletableFuture.failedFuture(new GuardException("no route to host"))
        : CompletableFuture.completedFuture(new Link(node));
  }

  @Override
  public boolean has(String node, GuardPath guardPath) {
    return guardPath == GuardPath.IN_BAND;
  }

  private GuardReply answer(String node, GuardRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    String asked = request.fields().getOrDefault("run", "");
    fields.put("run", asked);
    switch (request.verb()) {
      case HELLO -> {
        fields.put("runs", run + ":SEALED,other:REVERTED");
        if (request.fields().getOrDefault("part", "").equals("kept")) {
          fields.put("kept", "pruned,");
        }
      }
      case STATUS -> {
        fields.put("state", !asked.equals(run) ? "NONE" : isOpen ? "ARMED" : "SEALED");
        if (asked.equals(run)) {
          fields.put("nodes", "n0:voter,n1:voter,n2:voter");
        }
      }
      case LOG -> {
        if (!asked.equals(run)) {
          fields.put("why", "run");
          return new GuardReply(false, fields);
        }
        String name = request.fields().getOrDefault("part", "log").replace("kept", "heads");
        byte[] file = files.getOrDefault(node + ": " + name, new byte[0]);
        fields.put(
            "log",
            Base64.getEncoder()
                .encodeToString(page(file, Integer.parseInt(request.fields().get("from")))));
      }
      default -> throw new AssertionError(request.line());
    }
    return new GuardReply(true, fields);
  }

  /** As {@code tail -n +FROM | head -c 49152}. */
  static byte[] page(byte[] file, int from) {
    String text = new String(file, ISO_8859_1);
    int begin = 0;
    for (int line = 1; line < from && begin >= 0; line++) {
      begin = text.indexOf('\n', begin) + 1;
      if (begin == 0) {
        return new byte[0];
      }
    }
    return Arrays.copyOfRange(file, begin, Math.min(file.length, begin + PagedFile.PAGE));
  }

  private final class Link implements GuardLink {
    private final String node;

    Link(String node) {
      this.node = node;
    }

    @Override
    public CompletableFuture<GuardReply> ask(GuardRequest request) {
      return CompletableFuture.completedFuture(answer(node, request));
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public CompletableFuture<Boolean> isAlive() {
      return CompletableFuture.completedFuture(true);
    }

    @Override
    public void close() {}
  }
}
