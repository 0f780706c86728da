package io.safeops.run.simulation;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * A network that loses, delays and repeats, from a seed. Connections live beside each other; one
 * that is closed ends what is under way on it. Remembers every message, to replay it later.
 */
public final class SimNetwork implements GuardNetwork {

  /** A message as it was sent. */
  public record Sent(String node, GuardRequest request) {}

  private static final Duration A_MOMENT = Duration.ofSeconds(2);

  private final SimLoop loop;
  private final Random random;
  private final Map<String, SimNode> nodes = new LinkedHashMap<>();
  private final Set<String> cut = new HashSet<>();
  private final Set<String> mute = new HashSet<>();
  private final Map<String, Duration> slow = new HashMap<>();
  private final Map<String, Duration> busy = new HashMap<>();
  private final Set<String> outOfBand = new HashSet<>();
  private final List<Sent> sent = new ArrayList<>();
  private BiPredicate<String, GuardRequest> loseReply = (node, request) -> false;
  private BiPredicate<String, GuardRequest> loseRequest = (node, request) -> false;
  private java.util.function.BiConsumer<String, GuardRequest> onSend = (node, request) -> {};
  private final Map<String, Set<Link>> links = new HashMap<>();
  private Optional<SimMachine> machine = Optional.empty();
  private Consumer<Boolean> givesWay = isLate -> {};
  private boolean gaveWay;
  private int opened;

  public SimNetwork(SimLoop loop, long seed) {
    this.loop = loop;
    this.random = new Random(seed);
  }

  public SimNode add(String name) {
    SimNode node = new SimNode(name, loop);
    nodes.put(name, node);
    return node;
  }

  public SimNode node(String name) {
    return Objects.requireNonNull(nodes.get(name), () -> "no node " + name);
  }

  public List<SimNode> nodes() {
    return List.copyOf(nodes.values());
  }

  public void cut(String node) {
    cut.add(node);
  }

  public void heal() {
    cut.clear();
    mute.clear();
    slow.clear();
    loseReply = (node, request) -> false;
    loseRequest = (node, request) -> false;
  }

  public void heal(String node) {
    cut.remove(node);
    mute.remove(node);
    slow.remove(node);
  }

  /** Half-open: what is sent to the node arrives, and nothing comes back. */
  public void mute(String node) {
    mute.add(node);
  }

  /** The node, or the way to it, takes so much longer each way. */
  public void slow(String node, Duration by) {
    slow.put(node, by);
  }

  /** All nodes, and opening connections to them, work on these processors. */
  public void machine(SimMachine shared) {
    machine = Optional.of(shared);
  }

  private void work(Duration cost, Runnable then) {
    machine.ifPresentOrElse(shared -> shared.work(cost, then), then);
  }

  /** Its connections break, in band; what is under way on them is lost. */
  public void breakOff(String node) {
    List.copyOf(links.getOrDefault(node, Set.of())).forEach(Link::close);
  }

  /** Its guard takes so long for each message; its sshd does not. */
  public void busy(String node, Duration by) {
    busy.put(node, by);
  }

  public void giveOutOfBand(String node) {
    outOfBand.add(node);
  }

  public void loseReplies(BiPredicate<String, GuardRequest> which) {
    loseReply = which;
  }

  public void loseRequests(BiPredicate<String, GuardRequest> which) {
    loseRequest = which;
  }

  public void onSend(java.util.function.BiConsumer<String, GuardRequest> look) {
    onSend = onSend.andThen(look);
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** Delivers a message once more, now; its answer goes nowhere. */
  public void replay(Sent message) {
    if (node(message.node()).isUp()) {
      node(message.node()).handle(message.request(), reply -> {});
    }
  }

  /** Who looks at the nodes, too, and gives way. */
  public void givesWay(Consumer<Boolean> look) {
    givesWay = look;
  }

  @Override
  public void reduceLoad(boolean isLate) {
    gaveWay |= isLate;
    givesWay.accept(isLate);
  }

  /** Whether beats came so late that others gave way. */
  public boolean gaveWay() {
    return gaveWay;
  }

  @Override
  public boolean has(String node, GuardPath guardPath) {
    return guardPath == GuardPath.IN_BAND || outOfBand.contains(node);
  }

  private boolean passes(String node, GuardPath guardPath) {
    return (guardPath == GuardPath.OUT_OF_BAND || !cut.contains(node)) && node(node).isUp();
  }

  private Duration latency(String node) {
    return Duration.ofNanos(200_000 + random.nextInt(20_000_000))
        .plus(slow.getOrDefault(node, Duration.ZERO));
  }

  @Override
  public CompletableFuture<GuardLink> open(String node, GuardPath guardPath) {
    CompletableFuture<GuardLink> future = new CompletableFuture<>();
    opened++;
    loop.after(
        latency(node),
        () -> {
          if (passes(node, guardPath) && !mute.contains(node)) {
            work(
                SimMachine.OPENING,
                () -> loop.after(latency(node), () -> future.complete(new Link(node, guardPath))));
          } else {
            loop.after(
                Duration.ofSeconds(3),
                () -> future.completeExceptionally(new GuardException("no route to host")));
          }
        });
    return future;
  }

  public int opened() {
    return opened;
  }

  private final class Link implements GuardLink {
    private final String node;
    private final GuardPath guardPath;
    private final Set<CompletableFuture<GuardReply>> unanswered = new HashSet<>();
    private boolean open = true;

    Link(String node, GuardPath guardPath) {
      this.node = node;
      this.guardPath = guardPath;
      if (guardPath == GuardPath.IN_BAND) {
        links.computeIfAbsent(node, name -> new LinkedHashSet<>()).add(this);
      }
    }

    @Override
    public CompletableFuture<GuardReply> ask(GuardRequest request) {
      CompletableFuture<GuardReply> future = new CompletableFuture<>();
      if (loop.isFrozen()) {
        return future; // a stopped process sends nothing; unreachable in practice
      }
      if (!open) {
        future.completeExceptionally(new GuardException("broke off: Disconnected"));
        return future;
      }
      unanswered.add(future);
      sent.add(new Sent(node, request));
      onSend.accept(node, request);
      loop.after(
          latency(node).plus(busy.getOrDefault(node, Duration.ZERO)),
          () -> {
            if (!passes(node, guardPath) || loseRequest.test(node, request)) {
              return;
            }
            Runnable handle =
                () -> {
                  if (node(node).isUp()) {
                    node(node).handle(request, reply -> deliver(future, request, reply));
                  }
                };
            machine.ifPresentOrElse(shared -> shared.message(request.verb(), handle), handle);
          });
      return future;
    }

    private void deliver(
        CompletableFuture<GuardReply> future, GuardRequest request, GuardReply reply) {
      loop.after(
          latency(node),
          () -> {
            if (passes(node, guardPath) && !mute.contains(node) && !loseReply.test(node, request)) {
              unanswered.remove(future);
              future.complete(reply);
            }
          });
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    /** The node's end of the connection needs no processor for it. */
    @Override
    public CompletableFuture<Boolean> isAlive() {
      CompletableFuture<Boolean> alive = new CompletableFuture<>();
      loop.after(
          latency(node),
          () -> {
            boolean there = open && passes(node, guardPath) && !mute.contains(node);
            loop.after(there ? latency(node) : A_MOMENT, () -> alive.complete(there));
          });
      loop.after(A_MOMENT, () -> alive.complete(false));
      return alive;
    }

    @Override
    public void close() {
      open = false;
      links.getOrDefault(node, new HashSet<>()).remove(this);
      List.copyOf(unanswered)
          .forEach(
              future ->
                  future.completeExceptionally(new GuardException("broke off: Disconnected")));
      unanswered.clear();
    }
  }
}
