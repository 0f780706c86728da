package io.safeops.run.messaging;

import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.transport.limit.RequestLimits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the guards: at most one in use for each path to each node. A connection is
 * replaced when an answer is late and the connection itself does not answer; it is used until the
 * new one is open. Then it takes no new requests, and is closed when the last request on it has
 * ended: a change that runs on it is not cut off. Used on the {@link Loop} only.
 */
public final class GuardLinks {

  /**
   * So many out-of-band connections are opened at once: hypervisors and consoles take few logins at
   * a time (sshd's MaxStartups is 10).
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

  /** The connection in use; null when there is none, or it is broken. */
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

  /** Opens a new connection and uses it from now on; nothing on it is older than this moment. */
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

  /** A request was sent on this connection. */
  void requestSent(GuardLink link) {
    openRequests.merge(link, 1, Integer::sum);
  }

  /** A request on this connection was answered, or nobody waits for it any more. */
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
   * An answer is late. If the other end of the connection is alive, the node is slow, and one more
   * login would make it slower. Otherwise a new connection is opened beside this one, before all
   * openings that wait.
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

  /** The connection is broken: the next request to this node uses a new one. */
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

  /** Why a connection was not opened. */
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
