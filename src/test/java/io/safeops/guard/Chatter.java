package io.safeops.guard;

import io.safeops.guard.GuardRequest.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A generator of requests to one guard about one run: mostly the next request of a correct
 * coordinator, sometimes with an error in it, an earlier request again, or a random request.
 */
final class Chatter {

  private static final String OTHER_BOOT = "99999999-0000-4000-8000-999999999999";
  private static final List<Verb> ANY =
      List.of(
          Verb.ARM,
          Verb.STAGE,
          Verb.DO,
          Verb.BEAT,
          Verb.EXTEND,
          Verb.WITNESS,
          Verb.WORD,
          Verb.PREPARE,
          Verb.COMMIT,
          Verb.SEAL,
          Verb.STATUS,
          Verb.REVERT,
          Verb.RELEASE,
          Verb.FENCE,
          Verb.ABORT);

  private final Random random;
  private final String run;
  private final NodeKind kind;
  private final Map<String, NodeKind> nodes = new LinkedHashMap<>();
  private final int steps;
  private final boolean word;
  private final long armedAt = GuardedNode.uptime();
  private final List<GuardRequest> sent = new ArrayList<>();
  private String boot;
  private RunEpoch runEpoch;
  private String state = "NONE";
  private int done;
  private int staged;
  private boolean witnessed;
  private boolean given;

  Chatter(long seed, String boot) {
    this.random = new Random(seed * 7919);
    this.run = "seed-" + seed;
    this.boot = boot;
    this.runEpoch = new RunEpoch(run, 1, "abcd");
    this.kind = random.nextInt(3) == 0 ? NodeKind.SOFT : NodeKind.VOTER;
    for (int i = 0; i <= random.nextInt(2); i++) {
      nodes.put("v" + i, NodeKind.VOTER);
    }
    nodes.put("s", NodeKind.SOFT);
    this.steps = random.nextInt(3);
    this.word = random.nextBoolean();
  }

  String run() {
    return run;
  }

  void boots(String newBoot) {
    boot = newBoot;
  }

  /** Learns from an answer, as a coordinator does. */
  void learn(GuardRequest request, GuardReply reply) {
    state = reply.field("state");
    if (!reply.field("done").isEmpty()) {
      done = Integer.parseInt(reply.field("done"));
      staged = Integer.parseInt(reply.field("staged"));
    }
    if (reply.ok()) {
      witnessed |= request.verb() == Verb.WITNESS;
      given |= request.verb() == Verb.WORD;
      if (request.verb() == Verb.FENCE || request.verb() == Verb.ARM) {
        runEpoch =
            new RunEpoch(
                run, Long.parseLong(request.fields().get("epoch")), request.fields().get("nonce"));
      }
    }
  }

  /**
   * The next request.
   *
   * @param code the one that the witness has made, if any
   */
  GuardRequest next(String code) {
    int dice = random.nextInt(100);
    GuardRequest request;
    if (dice < 55 || sent.isEmpty()) {
      request = sense(code);
    } else if (dice < 75) {
      request = spoiled(sense(code));
    } else if (dice < 85) {
      return sent.get(random.nextInt(sent.size()));
    } else {
      request = of(ANY.get(random.nextInt(ANY.size())), code);
      request = random.nextInt(3) == 0 ? spoiled(request) : request;
    }
    sent.add(request);
    return request;
  }

  /** Requests that end the run from any state: another coordinator takes over and ends it. */
  List<GuardRequest> end() {
    RunEpoch last = new RunEpoch(run, runEpoch.epoch() + 5, "last");
    return List.of(
        GuardRequest.fence(last),
        GuardRequest.seal(last),
        GuardRequest.abort(last),
        GuardRequest.release(last, random.nextBoolean()));
  }

  private GuardRequest sense(String code) {
    return of(
        switch (state) {
          case "NONE" -> Verb.ARM;
          case "ARMED" -> forward();
          case "PREPARED" -> kind == NodeKind.SOFT ? Verb.RELEASE : Verb.COMMIT;
          case "CONFIRMED" -> Verb.SEAL;
          case "REVERTING" -> Verb.RELEASE;
          default -> ANY.get(random.nextInt(ANY.size()));
        },
        code);
  }

  private Verb forward() {
    if (random.nextInt(4) == 0) {
      return random.nextBoolean() ? Verb.BEAT : Verb.EXTEND;
    }
    if (staged > done) {
      return Verb.DO;
    }
    if (done < steps) {
      return Verb.STAGE;
    }
    if (word && !witnessed) {
      return Verb.WITNESS;
    }
    if (word && !given) {
      return Verb.WORD;
    }
    boolean last = kind == NodeKind.VOTER && !nodes.containsKey("v1");
    return last ? Verb.COMMIT : Verb.PREPARE;
  }

  private GuardRequest of(Verb verb, String code) {
    long soon = GuardedNode.uptime() + 3000;
    int step = done + 1;
    return switch (verb) {
      case ARM -> GuardRequest.arm(runEpoch, boot, soon, arming());
      case STAGE ->
          GuardRequest.stage(
              runEpoch,
              boot,
              soon,
              step,
              kind == NodeKind.VOTER ? "exit 0" : "",
              random.nextBoolean() ? "exit 0" : "",
              kind == NodeKind.VOTER && random.nextInt(5) > 0);
      case DO ->
          GuardRequest.act(
              runEpoch, boot, soon, step, random.nextInt(8) == 0 ? "exit 3" : "exit 0", 500);
      case BEAT -> GuardRequest.beat(runEpoch, soon);
      case EXTEND ->
          GuardRequest.extend(runEpoch, boot, soon, armedAt + 30000 + 10000 * random.nextInt(8));
      case WITNESS -> GuardRequest.witness(runEpoch, boot, soon);
      case WORD ->
          GuardRequest.word(
              runEpoch, boot, soon, code.isEmpty() || random.nextInt(3) == 0 ? "AAAAAA" : code);
      case PREPARE ->
          GuardRequest.prepare(runEpoch, boot, soon, random.nextInt(8) == 0 ? armedAt - 500 : soon);
      case COMMIT -> GuardRequest.commit(runEpoch, boot, soon);
      case SEAL -> GuardRequest.seal(runEpoch);
      case STATUS -> random.nextBoolean() ? GuardRequest.status(runEpoch) : GuardRequest.look(run);
      case REVERT -> GuardRequest.revert(runEpoch);
      case RELEASE -> GuardRequest.release(runEpoch, random.nextBoolean());
      case FENCE ->
          GuardRequest.fence(
              new RunEpoch(run, runEpoch.epoch() + random.nextInt(2), "abcd" + random.nextInt(2)));
      case ABORT -> GuardRequest.abort(runEpoch);
      default -> throw new IllegalStateException(verb.name());
    };
  }

  private Arming arming() {
    return Arming.builder(kind, nodes)
        .steps(steps)
        .deadline(armedAt + 30000)
        .cap(armedAt + 90000)
        .lease(20000)
        .leaseUntil(armedAt + 20000)
        .hold(60000)
        .baseline(100)
        .confirmationMode(word ? Arming.ConfirmationMode.CODE : Arming.ConfirmationMode.NONE)
        .witness(word)
        .digest("digest")
        .user("kim")
        .host("desk")
        .build();
  }

  /** The same request with one wrong field, if it has that field. */
  private GuardRequest spoiled(GuardRequest request) {
    Map<String, String> fields = new LinkedHashMap<>(request.fields());
    String[] wrong =
        switch (random.nextInt(9)) {
          case 0 -> new String[] {"epoch", String.valueOf(random.nextInt(4))};
          case 1 -> new String[] {"nonce", "other"};
          case 2 -> new String[] {"boot", OTHER_BOOT};
          case 3 -> new String[] {"notafter", String.valueOf(GuardedNode.uptime() - 100)};
          case 4 -> new String[] {"step", String.valueOf(done + random.nextInt(4))};
          case 5 -> new String[] {"outcome", "perhaps"};
          case 6 -> new String[] {"deadline", String.valueOf(armedAt + 200000)};
          case 7 -> new String[] {"undo", "ZXhpdCAw"};
          default -> new String[] {"boot", ""};
        };
    fields.computeIfPresent(wrong[0], (key, value) -> wrong[1]);
    return new GuardRequest(request.verb(), fields);
  }
}
