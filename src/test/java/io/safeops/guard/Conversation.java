package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The coordinator of one run on one {@link GuardedNode}: it knows the run's epoch and boot, and how
 * a correct run arms, stages and acts. The change writes {@code after} into the node's file {@code
 * change}; its undo writes {@code before}.
 */
final class Conversation {

  static final Duration SOON = Duration.ofMinutes(2);

  final GuardedNode node;
  final RunEpoch runEpoch;
  String boot;
  NodeKind kind = NodeKind.VOTER;
  int voters = 1;
  int steps = 1;
  // Far in the future: a test of one of these times sets it.
  long deadline = 30_000;
  long lease = 30_000;
  long hold = 60_000;
  long expiry = 30_000;
  long baseline; // 0: the node's own short baseline
  boolean giveCode;
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
   * Centiseconds in which this machine, with its current load, certainly arms a node and does a
   * step. Tests of timers give a run this time before the moment that they test.
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
            .confirmationMode(
                giveCode ? Arming.ConfirmationMode.CODE : Arming.ConfirmationMode.NONE)
            .witness(giveCode)
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

  /** Stages all steps, and does those that act on this node. */
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

  Conversation giveCode() {
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
   * Repeats a request if the guard killed its handler, as a coordinator does: on a busy machine a
   * handler may hold the lock longer than the one second that a guard waits. The log tells whether
   * the guard killed it.
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

  /** The state in the file on disk; empty if there is none. */
  String onDisk() {
    String text = node.read("state/" + runEpoch.run() + "/state");
    return text.isEmpty() ? "" : text.substring("state=".length(), text.indexOf('\n'));
  }

  /** The valid state: the one in memory if there is one, or else the one on disk. */
  String counting() {
    String text = node.read("run/" + runEpoch.run() + "/state");
    return text.isEmpty() ? onDisk() : text.substring("state=".length(), text.indexOf('\n'));
  }

  /** A field of the state on disk. */
  String stored(String field) {
    return node.read("state/" + runEpoch.run() + "/state")
        .lines()
        .filter(line -> line.startsWith(field + "="))
        .map(line -> line.substring(field.length() + 1))
        .findFirst()
        .orElse("");
  }

  /** Asks at intervals: each answer starts a dozen programs. */
  void until(GuardState wanted) {
    GuardedNode.until(SOON, 100, () -> state() == wanted);
  }

  /** The uptime of the log line with this text; an error if there is none. */
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
