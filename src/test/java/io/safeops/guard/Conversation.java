package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A coordinator's side of one run on one {@link GuardedNode}: knows the run's stamp and boot, and
 * how a well-behaved run arms, stages and acts. The change writes {@code after} into the node's
 * file {@code change}; its undo writes {@code before}.
 */
final class Conversation {

  static final Duration SOON = Duration.ofMinutes(2);

  final GuardedNode node;
  final RunEpoch runEpoch;
  String boot;
  NodeKind kind = NodeKind.VOTER;
  int voters = 1;
  int steps = 1;
  // Far off: a test whose subject is such a time sets it.
  long deadline = 30_000;
  long lease = 30_000;
  long hold = 60_000;
  long expiry = 30_000;
  long baseline; // 0: the node's own, short one
  boolean word;
  List<String> probes = List.of();
  String undo;
  String local = "";
  long armedDeadline;

  Conversation(GuardedNode node, String run) {
    this.node = node;
    this.runEpoch = new RunEpoch(run, 1, "abcd");
    this.boot = node.currentBoot();
    this.undo =
        "echo before >\"$GUARD_TEST/change\"; echo undo$SAFEOPS_STEP >>\"$GUARD_TEST/trace\"";
  }

  /**
   * Centiseconds in which this machine, as busy as it is now, certainly arms a node and does a
   * step. Tests of timers give a run this much before the moment that they are about.
   */
  static long setup() {
    try (GuardedNode node = GuardedNode.create()) {
      long start = GuardedNode.uptime();
      new Conversation(node, "r0").arm().step();
      return 50 + 4 * (GuardedNode.uptime() - start);
    }
  }

  static Conversation on(GuardedNode node) {
    return new Conversation(node, "r1");
  }

  Conversation withStamp(long epoch, String nonce) {
    Conversation other =
        new Conversation(node, runEpoch.run(), new RunEpoch(runEpoch.run(), epoch, nonce));
    other.boot = boot;
    return other;
  }

  private Conversation(GuardedNode node, String run, RunEpoch runEpoch) {
    this.node = node;
    this.runEpoch = runEpoch;
    this.boot = node.currentBoot();
    this.undo = "";
  }

  long soon() {
    return GuardedNode.uptime() + 6000;
  }

  GuardRequest armRequest() {
    long now = GuardedNode.uptime();
    armedDeadline = now + deadline;
    Map<String, NodeKind> nodes = new LinkedHashMap<>();
    for (int i = 0; i < voters; i++) {
      nodes.put("v" + i, NodeKind.VOTER);
    }
    nodes.put("s", NodeKind.SOFT);
    return GuardRequest.arm(
        runEpoch,
        boot,
        soon(),
        Arming.builder(kind, nodes)
            .steps(steps)
            .deadline(armedDeadline)
            .cap(now + 180_000)
            .lease(lease)
            .leaseUntil(now + lease)
            .hold(hold)
            .baseline(baseline)
            .confirmationMode(word ? Arming.ConfirmationMode.CODE : Arming.ConfirmationMode.NONE)
            .witness(word)
            .probes(probes)
            .digest("digest")
            .user("kim")
            .host("desk")
            .build());
  }

  GuardRequest stageRequest(int step) {
    boolean acts = kind == NodeKind.VOTER;
    return GuardRequest.stage(runEpoch, boot, soon(), step, acts ? undo : "", local, acts);
  }

  GuardRequest actRequest(int step, String script) {
    return GuardRequest.act(runEpoch, boot, soon(), step, script, 500);
  }

  GuardRequest actRequest(int step) {
    return actRequest(
        step, "echo after >\"$GUARD_TEST/change\"; echo did$SAFEOPS_STEP >>\"$GUARD_TEST/trace\"");
  }

  GuardRequest prepareRequest(long expiryIn) {
    return GuardRequest.prepare(runEpoch, boot, soon(), GuardedNode.uptime() + expiryIn);
  }

  GuardRequest commitRequest() {
    return GuardRequest.commit(runEpoch, boot, soon());
  }

  Conversation arm() {
    expectOk(node.ask(armRequest()));
    return this;
  }

  /** Stages all steps, and does them where they are done. */
  Conversation step() {
    for (int step = 1; step <= steps; step++) {
      expectOk(node.ask(stageRequest(step)));
      if (kind == NodeKind.VOTER) {
        GuardReply reply = expectOk(node.ask(actRequest(step)));
        assertThat(reply.field("rc")).isEqualTo("0");
      }
    }
    return this;
  }

  Conversation word() {
    expectOk(node.ask(GuardRequest.witness(runEpoch, boot, soon())));
    expectOk(node.ask(GuardRequest.word(runEpoch, boot, soon(), code())));
    return this;
  }

  String code() {
    return node.read("run/" + runEpoch.run() + "/code").strip();
  }

  Conversation prepare() {
    expectOk(node.ask(prepareRequest(expiry)));
    return this;
  }

  Conversation commit() {
    expectOk(node.ask(commitRequest()));
    return this;
  }

  /**
   * Asked again where the handler was killed for the guard's sake, as a coordinator does: on a
   * machine this busy it may come to hold the lock for the second that a guard waits. The log
   * tells.
   */
  GuardReply status() {
    long killed = killedForTheLock();
    GuardRequest request = GuardRequest.status(runEpoch);
    GuardReply reply = node.tryAsk(request.line());
    if (reply == null) {
      GuardedNode.until(SOON, () -> killedForTheLock() > killed);
      return node.ask(request);
    }
    return reply;
  }

  /** How often the guard has killed a handler that held the lock, as the log says. */
  long killedForTheLock() {
    return node.read("state/" + runEpoch.run() + "/log")
        .lines()
        .filter(line -> line.contains("its holder was killed"))
        .count();
  }

  GuardState state() {
    try {
      return status().state();
    } catch (GuardException e) {
      throw new AssertionError(e);
    }
  }

  /** The state on the disk, as the file says it; empty when there is none. */
  String onDisk() {
    String text = node.read("state/" + runEpoch.run() + "/state");
    return text.isEmpty() ? "" : text.substring("state=".length(), text.indexOf('\n'));
  }

  /** The state that counts: the one in memory, where there is one. */
  String counting() {
    String text = node.read("run/" + runEpoch.run() + "/state");
    return text.isEmpty() ? onDisk() : text.substring("state=".length(), text.indexOf('\n'));
  }

  /** A field of the state on the disk. */
  String stored(String field) {
    return node.read("state/" + runEpoch.run() + "/state")
        .lines()
        .filter(line -> line.startsWith(field + "="))
        .map(line -> line.substring(field.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Asks now and then: each answer costs a dozen programs. */
  void until(GuardState wanted) {
    GuardedNode.until(SOON, 100, () -> state() == wanted);
  }

  /** The uptime at which the log says this, or an error. */
  long loggedAt(String words) {
    return node.read("state/" + runEpoch.run() + "/log")
        .lines()
        .filter(line -> line.contains(words))
        .mapToLong(line -> Long.parseLong(line.split(" ")[1]))
        .findFirst()
        .orElseThrow(() -> new AssertionError("not in the log: " + words));
  }

  String change() {
    return node.read("change").strip();
  }

  static GuardReply expectOk(GuardReply reply) {
    assertThat(reply.ok()).as("%s: %s", reply.fields(), reply.text("text")).isTrue();
    return reply;
  }

  static void expectNo(GuardReply reply, String why) {
    assertThat(reply.ok()).as("%s", reply.fields()).isFalse();
    assertThat(reply.why()).as(reply.text("text")).isEqualTo(why);
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
