package io.safeops.run;

import io.safeops.guard.GuardException;
import io.safeops.guard.GuardLink;
import io.safeops.guard.GuardNetwork.Way;
import io.safeops.guard.GuardState;
import io.safeops.guard.Kind;
import io.safeops.guard.Reply;
import io.safeops.guard.Stamp;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One node of a run as the coordinator knows it: facts heard from its guard, never guesses. */
final class Member {

  private final RunSpec.NodeSpec spec;
  private final Map<Way, GuardLink> links = new EnumMap<>(Way.class);

  private GuardState state = GuardState.NONE;
  private String boot = "";
  private long uptime;
  private long uptimeAt;
  private int done;
  private long heardAt;
  private long answeredAt = Long.MIN_VALUE;
  private boolean heard;
  private boolean reverting;
  private boolean restarted;
  private String told = "";
  private String damage = "";
  private String probes = "";
  private String obeyed = "";
  private final Set<String> pastBoots = new HashSet<>();

  Member(RunSpec.NodeSpec spec) {
    this.spec = spec;
  }

  String name() {
    return spec.name();
  }

  RunSpec.NodeSpec spec() {
    return spec;
  }

  boolean isVoter() {
    return spec.kind() == Kind.VOTER;
  }

  /**
   * Takes in an answer. Answers may come late: what they prove stays proven. One that tells no
   * state proves nothing, and is not heard as one: the node's lease was not renewed by it either.
   */
  void hear(Reply reply, Way way, long now) throws GuardException {
    hear(reply, way, now, Long.MIN_VALUE);
  }

  /**
   * The same of an answer whose question is known. Answers overtake each other; but one to a
   * question that was sent after a later uptime had been heard tells that the uptime went back: the
   * node has restarted, whatever its boot says.
   *
   * @param sent when the question was, on the loop's clock
   */
  void hear(Reply reply, Way way, long now, long sent) throws GuardException {
    if (!reply.tellsState()) {
      answeredAt = now;
      damage = reply.isDamaged() ? Refusals.inWords(reply) : damage;
      return;
    }
    damage = "";
    long newUptime = reply.uptime();
    GuardState newState = reply.state();
    if (newState.isReverting()) {
      reverting = true;
    }
    answeredAt = now;
    if (way == Way.IN_BAND) {
      heardAt = now;
    }
    boolean backwards = reply.boot().equals(boot) && newUptime < uptime;
    boolean wentBack = backwards && uptimeAt <= sent;
    if (pastBoots.contains(reply.boot()) || (backwards && !wentBack)) {
      return;
    }
    restarted |= wentBack;
    if (!reply.boot().equals(boot)) {
      pastBoots.add(boot);
      boot = reply.boot();
    }
    uptime = newUptime;
    uptimeAt = now;
    state = newState;
    done = reply.done();
    heard = true;
    obeyed = reply.field("epoch") + " " + reply.field("nonce");
    told = reply.field("trip").isEmpty() ? "" : "probe " + reply.field("trip") + " tripped";
    probes = reply.field("probes");
  }

  /** Whether its guard takes words from this coordinator and from none before it. */
  boolean obeys(Stamp stamp) {
    return obeyed.equals(stamp.epoch() + " " + stamp.nonce());
  }

  /** Each probe and its state, as the guard last told: {@code storm:watching,p1:baseline}. */
  String probes() {
    return probes;
  }

  GuardState state() {
    return state;
  }

  String boot() {
    return boot;
  }

  int done() {
    return done;
  }

  boolean isHeard() {
    return heard;
  }

  /** Proof that this node can never confirm any more. */
  boolean isKnownReverting() {
    return reverting;
  }

  /** Whether its uptime went back within one boot: what it was armed with means nothing there. */
  boolean hasRestarted() {
    return restarted;
  }

  /** What the guard says of its damaged state file, for which a human is needed; usually empty. */
  String damage() {
    return damage;
  }

  /** What the guard added about why it is in its state. */
  String told() {
    return told;
  }

  /** When it last answered, either way, on the loop's clock; long ago if it never did. */
  long answeredAt() {
    return answeredAt;
  }

  /** How long it has said nothing in band. */
  long silentFor(long now) {
    return now - heardAt;
  }

  void startHearing(long now) {
    heardAt = now;
  }

  /** The node's uptime now, in centiseconds; never ahead of the node's own clock. */
  long uptime(long now) {
    return uptime + (now - uptimeAt) / 10_000_000;
  }

  long uptimeIn(long now, Duration length) {
    return uptime(now) + length.toMillis() / 10;
  }

  @Nullable GuardLink link(Way way) {
    GuardLink link = links.get(way);
    return link != null && link.isOpen() ? link : null;
  }

  void use(Way way, GuardLink link) {
    GuardLink old = links.put(way, link);
    if (old != null && old != link) {
      old.close();
    }
  }

  void closeLinks() {
    links.values().forEach(GuardLink::close);
    links.clear();
  }
}
