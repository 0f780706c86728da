package io.safeops.run.messaging;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.transport.RequestLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the guards, at most one in use for each way to each node. One on which an
 * answer is late and that is silent is replaced, and used until the newer one is there. After that
 * it takes nothing new and is closed when the last request on it was answered or is given up: a
 * change that is running on it is not cut off. Lives on the {@link Loop}.
 */
public final class GuardLinks {

  /**
   * So many out-of-band ways are opened at once at most: they lead through hypervisors and consoles
   * that take few logins together (sshd's MaxStartups is 10).
   */
  private static final int OUT_OF_BAND = 8;

  private final Loop loop;
  private final GuardNetwork network;
  private final RequestLimits outOfBand;
  private final Map<Path, GuardLink> current = new HashMap<>();
  private final Map<Path, CompletableFuture<GuardLink>> openings = new HashMap<>();
  private final Map<GuardLink, Integer> openRequests = new HashMap<>();
  private final Set<GuardLink> closingWhenIdle = new HashSet<>();
  private final Set<GuardLink> checkedForSilence = new HashSet<>();

  /** One way to one node. */
  private record Path(Member member, GuardPath guardPath) {}

  GuardLinks(Loop loop, GuardNetwork network) {
    this.loop = loop;
    this.network = network;
    this.outOfBand = new RequestLimits(loop::now, OUT_OF_BAND);
  }

  /** The connection in use; null when there is none, or it broke. */
  @Nullable GuardLink current(Member member, GuardPath guardPath) {
    GuardLink link = current.get(new Path(member, guardPath));
    return link != null && link.isOpen() ? link : null;
  }

  /**
   * The connection in use, the one that is being opened, or a new one. It always completes.
   *
   * @param first before all openings that wait for their turn
   */
  CompletableFuture<GuardLink> connect(Member member, GuardPath guardPath, boolean first) {
    GuardLink open = current(member, guardPath);
    if (open != null) {
      return CompletableFuture.completedFuture(open);
    }
    Path path = new Path(member, guardPath);
    CompletableFuture<GuardLink> underWay = openings.get(path);
    return underWay != null ? underWay : useWhenOpen(path, startOpening(path, first));
  }

  /** Opens a connection that carries nothing older than this moment, and uses it from now on. */
  CompletableFuture<GuardLink> openNew(Member member) {
    Path path = new Path(member, GuardPath.IN_BAND);
    CompletableFuture<GuardLink> before = openings.get(path);
    return useWhenOpen(
        path,
        before == null
            ? startOpening(path, false)
            : before
                .handle((link, failure) -> path)
                .thenCompose(then -> startOpening(then, false)));
  }

  private CompletableFuture<GuardLink> startOpening(Path path, boolean first) {
    String node = path.member().name();
    if (path.guardPath() == GuardPath.IN_BAND) {
      return first
          ? network.openFirst(node, path.guardPath())
          : network.open(node, path.guardPath());
    }
    String kind = path.guardPath().name();
    CompletableFuture<RequestLimits.Turn> turn =
        first ? outOfBand.askFirst(kind) : outOfBand.ask(kind);
    return turn.thenCompose(
        given -> {
          CompletableFuture<GuardLink> opening = network.open(node, path.guardPath());
          GuardConversation.onLoop(
              loop,
              opening,
              (link, failure) -> {
                if (link != null) {
                  given.answered();
                } else {
                  given.close();
                }
              });
          return opening;
        });
  }

  private CompletableFuture<GuardLink> useWhenOpen(
      Path path, CompletableFuture<GuardLink> connecting) {
    CompletableFuture<GuardLink> opening = new CompletableFuture<>();
    openings.put(path, opening);
    GuardConversation.onLoop(
        loop,
        connecting,
        (link, failure) -> {
          openings.remove(path, opening);
          if (link == null) {
            opening.completeExceptionally(NodeAnswer.failureOf(failure));
            return;
          }
          GuardLink old = current.put(path, link);
          if (old != null && old != link) {
            closeWhenIdle(old);
          }
          opening.complete(link);
        });
    return opening;
  }

  /** A request is on its way there. */
  void requestSent(GuardLink link) {
    openRequests.merge(link, 1, Integer::sum);
  }

  /** A request was answered, or is not waited for any more. */
  void requestEnded(GuardLink link) {
    int left = openRequests.merge(link, -1, Integer::sum);
    if (left <= 0) {
      openRequests.remove(link);
      if (closingWhenIdle.remove(link)) {
        link.close();
      }
    }
  }

  /**
   * An answer is late. Where the node's end of the connection answers it is the node that is slow,
   * and one more login would make it slower; otherwise a new connection is opened beside this one,
   * before all openings that wait.
   */
  void replaceIfSilent(Member member, GuardPath guardPath, GuardLink link) {
    Path path = new Path(member, guardPath);
    if (!isReplaceable(path, link) || !checkedForSilence.add(link)) {
      return;
    }
    GuardConversation.onLoop(
        loop,
        link.isAlive(),
        (alive, failure) -> {
          checkedForSilence.remove(link);
          if (!Boolean.TRUE.equals(alive) && isReplaceable(path, link)) {
            useWhenOpen(path, startOpening(path, true));
          }
        });
  }

  private boolean isReplaceable(Path path, GuardLink link) {
    return link.equals(current.get(path)) && !openings.containsKey(path);
  }

  /** It broke: the next request to this node goes over a new connection. */
  void retire(Member member, GuardPath guardPath, GuardLink link) {
    if (current.remove(new Path(member, guardPath), link)) {
      closeWhenIdle(link);
    }
  }

  private void closeWhenIdle(GuardLink link) {
    if (openRequests.containsKey(link)) {
      closingWhenIdle.add(link);
    } else {
      link.close();
    }
  }

  /** Why no connection came of it, in words. */
  public static String failureOf(CompletableFuture<GuardLink> opening) {
    if (!opening.isDone()) {
      return "it is not open yet";
    }
    return opening
        .handle((link, failure) -> String.valueOf(NodeAnswer.failureOf(failure).getMessage()))
        .join();
  }

  void closeAll() {
    List<GuardLink> all = new ArrayList<>(current.values());
    all.addAll(closingWhenIdle);
    current.clear();
    closingWhenIdle.clear();
    all.forEach(GuardLink::close);
  }
}
