package io.safeops.run.audit;

import static io.safeops.guard.GuardState.NONE;

import io.safeops.audit.EvidenceFile;
import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardRequest.LogPart;
import io.safeops.run.messaging.PagedFile;
import io.safeops.transport.limit.RequestLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Asks the guards of nodes what they have kept of runs, in band, and where that fails out of band.
 * Asking changes nothing there, but that lines of a log which only memory has go to the disk.
 * Connections are kept until it is closed.
 */
public final class GuardRecords implements AutoCloseable {

  /**
   * Bytes of one file. A log has some kilobytes, unless an undo failed for days: such a log is read
   * in part, for reading it in pages would keep the node busy.
   */
  static final int MOST_BYTES = 4 << 20;

  private static final Duration ANSWER = Duration.ofSeconds(15);

  /** The reason of a guard that was never told of the run. */
  private static final String UNKNOWN_RUN = "run";

  private final GuardNetwork guards;
  private final RequestLimits requestLimits = RequestLimits.ofThisMachine();
  private final Map<String, CompletableFuture<GuardLink>> links = new HashMap<>();

  public GuardRecords(GuardNetwork guards) {
    this.guards = guards;
  }

  /** Asks several nodes about a run at once. */
  Map<String, GuardRecord> read(String run, Collection<String> names) {
    Map<String, CompletableFuture<GuardRecord>> asked = new LinkedHashMap<>();
    for (String name : names) {
      asked.put(name, ask(name, run).exceptionally(failure -> GuardRecord.unread(why(failure))));
    }
    Map<String, GuardRecord> records = new LinkedHashMap<>();
    asked.forEach((name, record) -> records.put(name, record.join()));
    return records;
  }

  /**
   * The runs that nodes know.
   *
   * @param runs their ids, the newest first
   * @param silent the nodes that did not answer
   */
  public record KnownRuns(List<String> runs, List<String> silent) {
    public KnownRuns {
      runs = List.copyOf(runs);
      silent = List.copyOf(silent);
    }
  }

  /** The runs that any of these nodes knows. */
  KnownRuns runs(Collection<String> names) {
    Map<String, CompletableFuture<List<String>>> asked = new LinkedHashMap<>();
    for (String name : names) {
      asked.put(
          name,
          link(name)
              .thenCompose(link -> request(link, GuardRequest.allRuns()))
              .thenApply(GuardRecords::runsOf));
    }
    TreeSet<String> runs = new TreeSet<>(Comparator.reverseOrder());
    List<String> silent = new ArrayList<>();
    asked.forEach(
        (name, answer) -> {
          try {
            runs.addAll(answer.join());
          } catch (CompletionException noAnswer) {
            silent.add(name);
          }
        });
    return new KnownRuns(List.copyOf(runs), silent);
  }

  /** {@code runs=RUN:STATE,RUN:STATE kept=RUN,RUN}. */
  private static List<String> runsOf(GuardReply hello) {
    return Stream.of("runs", "kept")
        .flatMap(field -> Arrays.stream(hello.fields().getOrDefault(field, "").split(",", -1)))
        .map(run -> run.replaceFirst(":.*", ""))
        .filter(run -> run.matches("[a-z0-9][a-z0-9-]{0,63}"))
        .toList();
  }

  private CompletableFuture<GuardRecord> ask(String node, String run) {
    return link(node)
        .thenCompose(
            link ->
                request(link, GuardRequest.look(run))
                    .thenCompose(status -> files(link, node, run, status)));
  }

  private CompletableFuture<GuardRecord> files(
      GuardLink link, String node, String run, GuardReply status) {
    // One after the other: each request at the same time would start a guard of its own.
    return file(link, run, LogPart.LOG)
        .thenCompose(
            log ->
                file(link, run, LogPart.HEADS)
                    .thenCompose(
                        heads ->
                            file(link, run, LogPart.KEPT)
                                .thenApply(kept -> record(node, status, log, heads, kept))));
  }

  private static GuardRecord record(
      String node,
      GuardReply status,
      PagedFile.Content log,
      PagedFile.Content heads,
      PagedFile.Content kept) {
    boolean isWhole = log.isWhole() && heads.isWhole() && kept.isWhole();
    Optional<EvidenceFile> logFile = file(node + ": log", log);
    // A node with a log of this run has files of heads, even if they are empty.
    boolean hasHeads = logFile.isPresent() || heads.bytes().length + kept.bytes().length > 0;
    return new GuardRecord(
        status.knownState().filter(state -> !state.isEnded() && state != NONE).isPresent(),
        nodesOf(status),
        logFile,
        hasHeads
            ? List.of(
                EvidenceFile.of(node + ": heads", heads.bytes()),
                EvidenceFile.of(node + ": kept heads", kept.bytes()))
            : List.of(),
        isWhole
            ? Optional.empty()
            : Optional.of("of its files only the first " + MOST_BYTES + " bytes are read"));
  }

  /** A node that knows nothing of the run has an empty file. */
  private CompletableFuture<PagedFile.Content> file(GuardLink link, String run, LogPart part) {
    return PagedFile.read(
        line ->
            request(link, GuardRequest.log(run, part, line))
                .thenApply(
                    reply ->
                        reply.why().equals(UNKNOWN_RUN) ? new GuardReply(true, Map.of()) : reply),
        MOST_BYTES);
  }

  private static Optional<EvidenceFile> file(String name, PagedFile.Content content) {
    return content.bytes().length == 0
        ? Optional.empty()
        : Optional.of(EvidenceFile.of(name, content.bytes()));
  }

  /** A node lists all nodes of a run when it was armed for it. */
  private static Set<String> nodesOf(GuardReply status) {
    try {
      return status.nodes().keySet();
    } catch (GuardException damaged) {
      return Set.of();
    }
  }

  private CompletableFuture<GuardLink> link(String node) {
    return links.computeIfAbsent(
        node,
        name -> {
          CompletableFuture<GuardLink> inBand = guards.open(name, GuardPath.IN_BAND);
          return guards.has(name, GuardPath.OUT_OF_BAND)
              ? inBand.exceptionallyCompose(failure -> guards.open(name, GuardPath.OUT_OF_BAND))
              : inBand;
        });
  }

  /** The time for the answer begins when it is the node's turn. */
  private CompletableFuture<GuardReply> request(GuardLink link, GuardRequest request) {
    String run = request.fields().getOrDefault("run", "");
    return requestLimits
        .ask(request.verb().name())
        .thenCompose(
            turn ->
                link.ask(request)
                    .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
                    .thenApply(
                        reply -> {
                          if (!reply.isAbout(run)) {
                            throw new CompletionException(
                                new GuardException("it answered about run " + reply.field("run")));
                          }
                          return reply;
                        })
                    .whenComplete(
                        (reply, failure) -> {
                          if (failure == null) {
                            turn.answered();
                          }
                          turn.close();
                        }));
  }

  private static String why(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TimeoutException) {
      return "no answer within " + ANSWER.toSeconds() + " s";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  @Override
  public void close() {
    links.values().forEach(opening -> opening.thenAccept(GuardLink::close));
  }
}
