package io.safeops.run;

import io.safeops.action.footprint.Footprint;
import io.safeops.document.DocumentException;
import io.safeops.facts.file.FactsFile;
import io.safeops.facts.model.Cluster;
import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.inventory.Inventory;
import io.safeops.inventory.InventoryNode;
import io.safeops.review.ReadCount;
import io.safeops.review.ReviewException;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.coordinate.Outcome;
import io.safeops.run.coordinate.Outcome.End;
import io.safeops.run.coordinate.Participants;
import io.safeops.run.coordinate.RecoveryCoordinator;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.execute.ApiChanges;
import io.safeops.run.execute.BlockingCalls;
import io.safeops.run.execute.RestorationCheck;
import io.safeops.run.store.JournalSummary;
import io.safeops.run.store.RunStore;
import io.safeops.run.talk.Loop;
import io.safeops.run.talk.RunSpec;
import io.safeops.session.ClusterAccess;
import io.safeops.session.PreparedRequest;
import io.safeops.session.RunRequest;
import io.safeops.transport.RequestLimits;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finishes a run whose process is gone, or overrules one: asks the nodes of the inventory what they
 * know of it, and takes over with a higher epoch. Works from any machine with the inventory; the
 * nodes' own word counts, not a journal's.
 */
public final class Recovery {

  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Inventory inventory;
  private final ClusterAccess access;
  private final RunStore store;
  private final ExecutorService executor;
  private final Clock clock;

  public Recovery(
      Inventory inventory,
      ClusterAccess access,
      RunStore store,
      ExecutorService executor,
      Clock clock) {
    this.inventory = inventory;
    this.access = access;
    this.store = store;
    this.executor = executor;
    this.clock = clock;
  }

  /**
   * Takes the run over and brings it to one end.
   *
   * @param why for journal and messages: who asks, what for
   * @param lost nodes that are not waited for
   * @param before what the journal here knew of it, for where no node knows anything
   * @param journal as far as it can be written; nothing depends on it
   */
  public Outcome recover(
      String run, String why, LostNodes lost, JournalSummary before, Journal journal)
      throws InterruptedException {
    GuardNetwork guards = access.guards();
    RequestLimits requestLimits = RequestLimits.ofThisMachine();
    Participants participants = new Participants();
    long epoch = 0;
    String beganOn = "";
    List<String> silent = new ArrayList<>();
    Map<String, GuardReply> heard = new LinkedHashMap<>();
    Map<String, CompletableFuture<GuardReply>> looks = new LinkedHashMap<>();
    for (InventoryNode node : inventory.present()) {
      looks.put(node.name().value(), look(guards, requestLimits, node.name().value(), run));
    }
    for (Map.Entry<String, CompletableFuture<GuardReply>> look : looks.entrySet()) {
      GuardReply reply = reply(look.getValue());
      if (reply == null) {
        silent.add(look.getKey());
        continue;
      }
      heard.put(look.getKey(), reply);
      participants.hear(look.getKey(), reply);
      epoch = Math.max(epoch, epochOf(reply));
      beganOn = beganOn.isEmpty() ? reply.field("host") : beganOn;
    }
    if (participants.isEmpty()) {
      return unknown(run, heard, silent, before);
    }
    Optional<String> disagreement = participants.disagreement();
    if (disagreement.isPresent()) {
      return disagreeing(run, disagreement.get());
    }
    Optional<Outcome> notLost = notLost(run, lost, participants.names(), heard);
    if (notLost.isPresent()) {
      return notLost.get();
    }
    List<String> strangers =
        participants.names().stream()
            .filter(name -> inventory.node(name).isEmpty() && !lost.names().contains(name))
            .toList();
    if (!strangers.isEmpty()) {
      return withStrangers(run, strangers, heard.values());
    }
    EventLoop loop = new EventLoop();
    RunSpec spec = spec(run, epoch + 1, participants.agreed());
    return new RecoveryCoordinator(
            spec, lost, loop, guards, new Comparing(run, beganOn, loop), journal)
        .run(why);
  }

  /**
   * Why a node cannot be given up; empty when all can. It says nothing of the run, which may be
   * open.
   *
   * @param listed who takes part in it
   */
  static Optional<Outcome> notLost(
      String run, LostNodes lost, Set<String> listed, Map<String, GuardReply> heard) {
    for (String name : new TreeSet<>(lost.names())) {
      if (!listed.contains(name)) {
        return refused(
            name
                + " takes no part in run "
                + run
                + ": it is on "
                + String.join(", ", listed)
                + ".");
      }
      GuardReply said = heard.get(name);
      if (said != null && !holdsNothing(said)) {
        return refused(name + " answers: it is not lost.");
      }
    }
    return Optional.empty();
  }

  private static Optional<Outcome> refused(String why) {
    return Optional.of(new Outcome(End.REFUSED, why + " Nothing was changed."));
  }

  /** It answers, but its state of the run is lost: nothing of that can be waited for either. */
  private static boolean holdsNothing(GuardReply reply) {
    return reply.field("kind").isEmpty()
        && List.of("NONE", "REVERTED").contains(reply.field("state"));
  }

  /** What is said where no node tells who takes part. */
  static Outcome unknown(
      String run, Map<String, GuardReply> heard, List<String> silent, JournalSummary before) {
    List<String> damaged =
        heard.entrySet().stream()
            .filter(node -> node.getValue().isDamaged())
            .map(Map.Entry::getKey)
            .toList();
    if (!damaged.isEmpty()) {
      return new Outcome(
          End.SPLIT,
          "what became of run "
              + run
              + " is not known: its state is damaged on "
              + String.join(", ", damaged)
              + ", where nothing is undone or confirmed any more. Nothing was changed: look at these"
              + " nodes on their consoles"
              + (silent.isEmpty() ? "." : "; silent: " + String.join(", ", silent) + "."));
    }
    boolean refused = heard.values().stream().anyMatch(Recovery::isTombstone);
    List<String> unheard = new ArrayList<>(silent);
    heard.forEach(
        (node, reply) -> {
          if (!reply.tellsState()) {
            unheard.add(node);
          }
        });
    if (!unheard.isEmpty()) {
      return new Outcome(
          End.NOT_PROVEN,
          (refused
                  ? "run " + run + " was never armed on the nodes that answer"
                  : "no node that answers knows run " + run + ": is this its inventory?")
              + "; silent: "
              + String.join(", ", unheard)
              + ". Whoever is silent may be armed, and then undoes by itself. When they can be"
              + " reached: `safeops recover "
              + run
              + "`.");
    }
    if (before.ended().isPresent()) {
      Outcome ended = before.ended().get();
      return new Outcome(
          ended.end(),
          "no node has anything of run " + run + " any more; its journal says: " + ended.text());
    }
    if (before.armed()) {
      return new Outcome(
          End.NOT_PROVEN,
          "no node knows anything of run "
              + run
              + ", and its journal says that its nodes were armed: either this is not its"
              + " inventory, or their state is lost, and the undo with it. Look at these nodes.");
    }
    return new Outcome(
        End.NOT_STARTED,
        refused
            ? "run " + run + " was never armed: nothing was changed by it"
            : "no node that answers knows run " + run + ": is this its inventory?");
  }

  /** Nobody knows who decides, so nothing is decided. */
  private static Outcome disagreeing(String run, String how) {
    return new Outcome(
        End.SPLIT,
        "the nodes of run "
            + run
            + " do not agree who takes part in it: "
            + how
            + ". Nothing was changed: look at these nodes on their consoles.");
  }

  private static boolean isTombstone(GuardReply reply) {
    try {
      return reply.state().isEnded();
    } catch (GuardException unknown) {
      return false;
    }
  }

  /**
   * Nothing is touched: what the nodes that are left out say decides too. Where a node still holds
   * something of the run, it may be split; where none does, those that are left out may be armed.
   */
  static Outcome withStrangers(String run, List<String> strangers, Collection<GuardReply> heard) {
    boolean open =
        heard.stream()
            .anyMatch(
                reply -> !List.of("NONE", "SEALED", "REVERTED").contains(reply.field("state")));
    return new Outcome(
        open ? End.SPLIT : End.NOT_PROVEN,
        "run "
            + run
            + " is on "
            + String.join(", ", strangers)
            + " too, which this inventory lacks. Nothing was changed: `safeops recover "
            + run
            + "` needs an inventory with every node of the run.");
  }

  private static CompletableFuture<GuardReply> look(
      GuardNetwork guards, RequestLimits requestLimits, String node, String run) {
    CompletableFuture<GuardReply> inBand = ask(guards, requestLimits, node, GuardPath.IN_BAND, run);
    if (!guards.has(node, GuardPath.OUT_OF_BAND)) {
      return inBand;
    }
    return inBand.exceptionallyCompose(
        failure -> ask(guards, requestLimits, node, GuardPath.OUT_OF_BAND, run));
  }

  /** What is spent in a queue before its turn is no silence of the node. */
  private static CompletableFuture<GuardReply> ask(
      GuardNetwork guards,
      RequestLimits requestLimits,
      String node,
      GuardPath guardPath,
      String run) {
    return guards
        .open(node, guardPath)
        .thenCompose(
            link -> requestLimits.ask(guardPath.name()).thenCompose(turn -> look(link, turn, run)));
  }

  private static CompletableFuture<GuardReply> look(
      GuardLink link, RequestLimits.Turn turn, String run) {
    return link.ask(GuardRequest.look(run))
        .thenApply(
            reply -> {
              if (!reply.isAbout(run)) {
                throw new CompletionException(
                    new GuardException("it answered about run " + reply.field("run")));
              }
              return reply;
            })
        .orTimeout(ANSWER.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                turn.answered();
              }
              turn.close();
              link.close();
            });
  }

  private static @Nullable GuardReply reply(CompletableFuture<GuardReply> look) {
    try {
      return look.join();
    } catch (CompletionException silent) {
      return null;
    }
  }

  private static long epochOf(GuardReply reply) {
    try {
      return reply.number("epoch");
    } catch (GuardException none) {
      return 0;
    }
  }

  private RunSpec spec(String run, long epoch, Map<String, NodeKind> kinds) {
    String nonce = Long.toString(new SecureRandom().nextLong() & Long.MAX_VALUE, 36) + "0000";
    return new RunSpec(
        new RunEpoch(run, epoch, nonce),
        kinds.entrySet().stream()
            .map(
                node ->
                    new RunSpec.NodeSpec(
                        node.getKey(), node.getValue(), 0, false, List.of(), false))
            .toList(),
        ReadCount.whole(0, 0),
        RunSpec.Times.usual().withPatience(Duration.ofSeconds(45)),
        RunSpec.ConfirmationInput.HOLD,
        false,
        "recover",
        "recover",
        "recover");
  }

  /**
   * What a takeover needs of the work: to undo what the run did itself, and whether everything is
   * as it was before the first step.
   */
  private final class Comparing implements RunWork {
    private final String run;
    private final String beganOn;
    private final Loop loop;
    private final Optional<ApiChanges> own;
    private boolean hasWaited;

    Comparing(String run, String beganOn, Loop loop) {
      this.run = run;
      this.beganOn = beganOn;
      this.loop = loop;
      this.own =
          store.has(run)
              ? Optional.of(new ApiChanges(access::openstack, store.undo(run)))
              : Optional.empty();
    }

    @Override
    public CompletableFuture<StepOrders> prepare(int step) {
      return CompletableFuture.failedFuture(new IllegalStateException("a takeover does no steps"));
    }

    @Override
    public CompletableFuture<Finding> expect(int step) {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> quiet() {
      return CompletableFuture.completedFuture(Finding.HOLDS);
    }

    @Override
    public boolean hasChangedHere() {
      return own.filter(ApiChanges::hasChanged).isPresent();
    }

    @Override
    public CompletableFuture<Finding> undoHere() {
      if (own.isEmpty()) {
        return CompletableFuture.completedFuture(Finding.HOLDS);
      }
      // What the run had asked for as it died could still be done, and undo the undo.
      Duration underWay = hasWaited ? Duration.ZERO : ClusterAccess.NEUTRON;
      hasWaited = true;
      CompletableFuture<Void> answered = new CompletableFuture<>();
      loop.after(underWay, () -> answered.complete(null));
      return answered.thenCompose(then -> BlockingCalls.call(executor, own.get()::undo));
    }

    @Override
    public CompletableFuture<Finding> keepHere() {
      return own.isPresent()
          ? BlockingCalls.call(executor, () -> own.get().confirmed())
          : CompletableFuture.completedFuture(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> restored() {
      if (!store.has(run)) {
        return CompletableFuture.completedFuture(new Finding(List.of(elsewhere())));
      }
      try {
        Cluster before = FactsFile.load(store.facts(run));
        return new RestorationCheck(access.eyes(), executor, loop, before)
            .restored(footprint(before));
      } catch (IOException | DocumentException | ReviewException e) {
        return CompletableFuture.completedFuture(
            new Finding(List.of("what to compare cannot be read: " + e.getMessage())));
      }
    }

    /** What a node has proven is its own part; the whole is compared where the facts are. */
    private String elsewhere() {
      return "each node has proven its own part; what else there was before, and what undoes a"
          + " change made through OpenStack's API, is known only to "
          + (beganOn.isEmpty()
              ? "the machine that began the run"
              : beganOn + ", which began the run")
          + ". `safeops recover "
          + run
          + "` there undoes and compares it.";
    }

    private Footprint footprint(Cluster before)
        throws IOException, DocumentException, ReviewException {
      RunRequest request = RunRequest.load(store.request(run));
      PreparedRequest preparedRequest = PreparedRequest.of(request);
      if (!request.isReviewed(preparedRequest.plan())) {
        throw new IOException("the plan " + request.plan() + " has changed since the run began");
      }
      Footprint footprint = Footprint.EMPTY;
      for (StepReview step :
          preparedRequest.reviewer().review(preparedRequest.plan(), before).steps()) {
        footprint = footprint.and(step.operation().footprint());
      }
      return footprint;
    }
  }
}
