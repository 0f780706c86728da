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

/** One node of a run as the coordinator knows it: facts heard from its guard, never guesses. */
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
  private @Nullable Long awaitedSince;
  private boolean armMessageWasSent;
  private boolean answered;
  private boolean reverting;
  private boolean restarted;
  private String tripText = "";
  private String damage = "";
  private String probes = "";
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

  /** A node that this coordinator arms: what it is to the run is what it is told to be. */
  public static Member toArm(RunSpec.NodeSpec spec) {
    return new Member(spec, false);
  }

  /** A node that a takeover finds: what it is to the run it says itself. */
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
   * Whether it decides over the run. Of a node that is found, its own word counts; as long as there
   * is none, it may be one that decides. One that answers and holds nothing of the run can decide
   * nothing more: it is what the others were told that it is.
   */
  public boolean isVoter() {
    if (ownKind != null) {
      return ownKind == NodeKind.VOTER;
    }
    return (isFound && !kindTold) || spec.kind() == NodeKind.VOTER;
  }

  /** Whether it says something else of who takes part, and as what, than all others. */
  public boolean contradicts(Map<String, NodeKind> nodes) {
    return (ownKind != null && ownKind != nodes.get(name()))
        || !(listedNodes.isEmpty() || listedNodes.equals(nodes));
  }

  /** It answers as one that was never armed for this run. */
  public boolean holdsNothing() {
    return isFound && kindTold && ownKind == null;
  }

  /** Whether it has come to a point that a run comes to only when all its nodes were armed. */
  public boolean provesAllArmed() {
    return ownKind != null
        && (staged > 0
            || state == GuardState.PREPARED
            || state == GuardState.CONFIRMED
            || state == GuardState.SEALED);
  }

  /** What a node that is found has to be asked before it is told anything. */
  public Optional<GuardRequest> fenceOrLook(RunEpoch runEpoch) {
    if (!isFound || isKnownTo(runEpoch)) {
      return Optional.empty();
    }
    return Optional.of(
        isFencedBy(runEpoch) ? GuardRequest.look(runEpoch.run()) : GuardRequest.fence(runEpoch));
  }

  /** Whether this coordinator has fenced it, and it has said what it is to the run. */
  public boolean isKnownTo(RunEpoch runEpoch) {
    return kindTold && isFencedBy(runEpoch);
  }

  /**
   * A refused fence is none: an older coordinator could still be obeyed. What has ended obeys
   * nobody.
   */
  boolean isFencedBy(RunEpoch runEpoch) {
    return answered && (obeys(runEpoch) || state.isEnded());
  }

  /**
   * Takes in an answer. Answers may come late: what they prove stays proven. One that tells no
   * state proves nothing, and is not heard as one: the node's lease was not renewed by it either.
   *
   * @param sent when its request was sent, on the loop's clock: an uptime below one that was known
   *     by then is no late answer, but a node that was started again under the same boot id
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
    done = reply.done();
    staged = reply.number("staged");
    answered = true;
    obeyedEpoch = reply.field("epoch") + " " + reply.field("nonce");
    tripText = reply.field("trip").isEmpty() ? "" : "probe " + reply.field("trip") + " tripped";
    probes = reply.field("probes");
  }

  /** What it is to the run never changes, so that an answer may be as late as it likes. */
  private void acceptKind(GuardReply reply) throws GuardException {
    if (isFound && reply.tellsKind()) {
      ownKind = reply.kind().orElse(ownKind);
      listedNodes = reply.nodes();
      kindTold = true;
    }
  }

  /** Whether its guard takes words from this coordinator and from none before it. */
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

  /** Proof that this node can never confirm any more. */
  public boolean isKnownReverting() {
    return reverting;
  }

  /** Whether its uptime went back within one boot: what it was armed with means nothing there. */
  public boolean hasRestarted() {
    return restarted;
  }

  /** What the guard says of its damaged state file, for which a human is needed; usually empty. */
  public String damage() {
    return damage;
  }

  /** What the guard added about why it is in its state. */
  public String tripText() {
    return tripText;
  }

  /** It is asked, or was to be and cannot be reached: from here on its silence counts. */
  void startWaiting(long now) {
    if (awaitedSince == null) {
      awaitedSince = now;
    }
  }

  /** How long it has been asked, either way, and has said nothing; 0 when it was not asked. */
  public long unansweredFor(long now) {
    return awaitedSince == null ? 0 : now - awaitedSince;
  }

  /** The message that arms it has left, and may arrive as long as that is to be obeyed. */
  void armMessageSent() {
    armMessageWasSent = true;
  }

  /** Whether nothing has ever left for it that arms it. */
  public boolean cannotBeArmed() {
    return !isFound && !armMessageWasSent;
  }

  /** How long it has said nothing in band. */
  public long silentFor(long now) {
    return now - answeredInBandAt;
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
