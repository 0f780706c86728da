package io.safeops.run.messaging;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardNetwork.GuardPath;
import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node of a run as the coordinator knows it: only what its guard has told. */
public final class Member {

  private final RunSpec.NodeSpec spec;
  private GuardState state = GuardState.NONE;
  private String boot = "";
  private long uptime;
  private long uptimeAt;
  private long clockSince = Long.MIN_VALUE;
  private int done;
  private long staged;
  private long answeredInBandAt;
  private @Nullable Long answeredOutOfBandAt;
  private @Nullable Long awaitedSince;
  private boolean armMessageWasSent;
  private boolean answered;
  private boolean reverting;
  private boolean restarted;
  private String tripText = "";
  private String damage = "";
  private String probes = "";
  private final NodeDeadline deadline = new NodeDeadline();
  private String obeyedEpoch = "";
  private final Set<String> pastBoots = new HashSet<>();
  private final boolean isFound;
  private boolean kindTold;
  private @Nullable NodeKind ownKind;
  private Map<String, NodeKind> listedNodes = Map.of();

  private Member(RunSpec.NodeSpec spec, boolean found) {
    this.spec = spec;
    this.isFound = found;
  }

  /** A node that this coordinator arms: the coordinator tells it whether it decides. */
  public static Member toArm(RunSpec.NodeSpec spec) {
    return new Member(spec, false);
  }

  /** A node that a recovery finds: the node tells whether it decides. */
  public static Member found(RunSpec.NodeSpec spec) {
    return new Member(spec, true);
  }

  public String name() {
    return spec.name();
  }

  public RunSpec.NodeSpec spec() {
    return spec;
  }

  /**
   * Whether it decides over the run. A node that a recovery found tells that itself; until it has,
   * it may be one that decides. A node that answers and has lost its state of the run decides
   * nothing any more: it counts as what the other nodes were told.
   */
  public boolean isVoter() {
    if (ownKind != null) {
      return ownKind == NodeKind.VOTER;
    }
    return (isFound && !kindTold) || spec.kind() == NodeKind.VOTER;
  }

  /** Whether it tells something else than these nodes: who takes part, and who decides. */
  public boolean contradicts(Map<String, NodeKind> nodes) {
    return (ownKind != null && ownKind != nodes.get(name()))
        || !(listedNodes.isEmpty() || listedNodes.equals(nodes));
  }

  /** It answers like a node that was never armed for this run. */
  public boolean holdsNothing() {
    return isFound && kindTold && ownKind == null;
  }

  /** Whether its state proves that all nodes of the run were armed. */
  public boolean provesAllArmed() {
    return ownKind != null
        && (staged > 0
            || state == GuardState.PREPARED
            || state == GuardState.CONFIRMED
            || state == GuardState.SEALED);
  }

  /**
   * The request that comes first for a node that a recovery found: fence it, or ask what it is.
   * Empty once both are known.
   */
  public Optional<GuardRequest> fenceOrLook(RunEpoch runEpoch) {
    if (!isFound || isKnownTo(runEpoch)) {
      return Optional.empty();
    }
    return Optional.of(
        isFencedBy(runEpoch) ? GuardRequest.look(runEpoch.run()) : GuardRequest.fence(runEpoch));
  }

  /** Whether this coordinator has fenced it, and it has told whether it decides. */
  public boolean isKnownTo(RunEpoch runEpoch) {
    return kindTold && isFencedBy(runEpoch);
  }

  /**
   * A refused fence does not count: the node could still obey an older coordinator. A node whose
   * run has ended obeys nobody.
   */
  boolean isFencedBy(RunEpoch runEpoch) {
    return answered && (obeys(runEpoch) || state.isEnded());
  }

  /**
   * Takes in an answer. Answers may come late: what they prove stays proven. An answer without a
   * state proves nothing, and does not count as an answer: it did not renew the node's lease
   * either.
   *
   * @param sent when its request was sent, on the loop's clock. If the uptime in the answer is
   *     below one that was known by then, the node was started again under the same boot id
   */
  void accept(GuardReply reply, GuardPath guardPath, long sent, long now) throws GuardException {
    if (!reply.tellsState()) {
      awaitedSince = null;
      damage = reply.isDamaged() ? Refusals.text(reply) : damage;
      return;
    }
    damage = "";
    acceptKind(reply);
    long newUptime = reply.uptime();
    GuardState newState = reply.state();
    if (newState.isReverting()) {
      reverting = true;
    }
    awaitedSince = null;
    if (guardPath == GuardPath.IN_BAND) {
      answeredInBandAt = now;
    } else {
      answeredOutOfBandAt = now;
    }
    if (pastBoots.contains(reply.boot()) || sent < clockSince) {
      return;
    }
    if (!reply.boot().equals(boot)) {
      pastBoots.add(boot);
      boot = reply.boot();
    } else if (newUptime < uptime) {
      if (sent < uptimeAt) {
        return;
      }
      clockSince = now;
      restarted = true;
    }
    uptime = newUptime;
    uptimeAt = now;
    state = newState;
    deadline.told(newUptime, newState.isOpen() ? reply.left() : 0, sent, now);
    done = reply.done();
    staged = reply.number("staged");
    answered = true;
    obeyedEpoch = reply.field("epoch") + " " + reply.field("nonce");
    tripText = reply.field("trip").isEmpty() ? "" : "probe " + reply.field("trip") + " tripped";
    probes = reply.field("probes");
  }

  /** Whether a node decides never changes, so a late answer is as good as any. */
  private void acceptKind(GuardReply reply) throws GuardException {
    if (isFound && reply.tellsKind()) {
      ownKind = reply.kind().orElse(ownKind);
      listedNodes = reply.nodes();
      kindTold = true;
    }
  }

  /** Whether its guard obeys this coordinator, and none before it. */
  private boolean obeys(RunEpoch runEpoch) {
    return obeyedEpoch.equals(runEpoch.epoch() + " " + runEpoch.nonce());
  }

  /**
   * What a probe is doing. The guard tells each with its state: {@code storm:watching,p1:baseline}.
   */
  public enum ProbeState {
    /** It looks for the first time. */
    BASELINE,
    /** It failed before anything was changed. */
    FAILING;

    private String suffix() {
      return ":" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** The probes in this state, as the guard last told. */
  public List<String> probesIn(ProbeState probeState) {
    String suffix = probeState.suffix();
    return Arrays.stream(probes.split(",", -1))
        .filter(probe -> probe.endsWith(suffix))
        .map(probe -> probe.substring(0, probe.length() - suffix.length()))
        .toList();
  }

  /** The probes with their states, as the guard last told; may be empty. */
  public String probes() {
    return probes;
  }

  /** How long until its deadline, by its own clock; empty where it counts none. */
  public Optional<Duration> untilDeadline(long now) {
    return deadline.left(now);
  }

  public GuardState state() {
    return state;
  }

  public String boot() {
    return boot;
  }

  int done() {
    return done;
  }

  public boolean hasAnswered() {
    return answered;
  }

  /** Whether it is proven that this node can never confirm any more. */
  public boolean isKnownReverting() {
    return reverting;
  }

  /**
   * Whether its uptime went back within one boot: then the times that it was armed with are wrong.
   */
  public boolean hasRestarted() {
    return restarted;
  }

  /** What the guard tells of its damaged state file, which needs a human; usually empty. */
  public String damage() {
    return damage;
  }

  /** Which probe tripped there; empty when none did. */
  public String tripText() {
    return tripText;
  }

  /** It was asked, or cannot be reached: from here on its silence is measured. */
  void startWaiting(long now) {
    if (awaitedSince == null) {
      awaitedSince = now;
    }
  }

  /** How long it has not answered since it was asked, on either path; 0 when it was not asked. */
  public long unansweredFor(long now) {
    return awaitedSince == null ? 0 : now - awaitedSince;
  }

  /** The message that arms it was sent, and may still arrive. */
  void armMessageSent() {
    armMessageWasSent = true;
  }

  /** Whether no message that arms it was ever sent. */
  public boolean cannotBeArmed() {
    return !isFound && !armMessageWasSent;
  }

  /** How long it has not answered in band. */
  public long silentFor(long now) {
    return now - answeredInBandAt;
  }

  /** How long ago it answered out of band; empty when it never did. */
  public Optional<Duration> sinceOutOfBand(long now) {
    Long at = answeredOutOfBandAt;
    return at == null ? Optional.empty() : Optional.of(Duration.ofNanos(now - at));
  }

  public void leaseBegan(long now) {
    answeredInBandAt = now;
  }

  /** The node's uptime now, in centiseconds; never ahead of the node's own clock. */
  public long uptime(long now) {
    return uptime + (now - uptimeAt) / 10_000_000;
  }

  public long uptimeIn(long now, Duration length) {
    return uptime(now) + length.toMillis() / 10;
  }
}
