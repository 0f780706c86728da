package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests every row of the guard protocol's state table, and every message without a row. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardStateTableTest {

  private static final String STAY = "exit 1"; // an undo that keeps a node REVERTING

  /** Brings a node into each state. */
  private static Conversation in(String state, GuardedNode node, NodeKind kind, int voters) {
    Conversation run = Conversation.on(node);
    run.kind = kind;
    run.voters = voters;
    run.local = kind == NodeKind.SOFT ? "exit 10" : "";
    switch (state) {
      case "NONE" -> {}
      case "ARMED" -> run.arm();
      case "DONE" -> run.arm().step();
      case "PREPARED" -> run.arm().step().prepare();
      case "CONFIRMED" -> (voters == 1 ? run.arm().step() : run.arm().step().prepare()).commit();
      case "SEALED" -> {
        if (kind == NodeKind.SOFT) {
          run.arm().step();
          Conversation.expectOk(node.ask(GuardRequest.release(run.runEpoch, true)));
        } else {
          in("CONFIRMED", node, kind, voters);
          Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
        }
      }
      case "REVERTING" -> {
        run.undo = STAY;
        run.arm().step();
        Conversation.expectOk(node.ask(GuardRequest.abort(run.runEpoch)));
      }
      case "REVERTED" -> Conversation.expectOk(node.ask(GuardRequest.fence(run.runEpoch)));
      default -> throw new IllegalArgumentException(state);
    }
    return run;
  }

  private static GuardRequest message(String name, Conversation run) {
    return switch (name) {
      case "ARM" -> run.armRequest();
      case "ARM again" -> {
        GuardRequest request = run.armRequest();
        yield new GuardRequest(request.verb(), with(request.fields(), "plan", "other"));
      }
      case "STAGE 1" -> run.stageRequest(1);
      case "STAGE 2" -> run.stageRequest(2);
      case "DO 1" -> run.actRequest(1);
      case "DO 2" -> run.actRequest(2);
      case "BEAT" -> GuardRequest.beat(run.runEpoch, run.soon());
      case "EXTEND" ->
          GuardRequest.extend(run.runEpoch, run.boot, run.soon(), run.armedDeadline + 100);
      case "EXTEND past cap" -> GuardRequest.extend(run.runEpoch, run.boot, run.soon(), 999999999);
      case "WITNESS" -> GuardRequest.witness(run.runEpoch, run.boot, run.soon());
      case "WORD" -> GuardRequest.word(run.runEpoch, run.boot, run.soon(), "AAAAAA");
      case "PREPARE" -> run.prepareRequest(run.expiry);
      case "PREPARE in the past" -> run.prepareRequest(-100);
      case "COMMIT" -> run.commitRequest();
      case "COMMIT late" -> GuardRequest.commit(run.runEpoch, run.boot, GuardedNode.uptime() - 10);
      case "COMMIT of another boot" ->
          GuardRequest.commit(run.runEpoch, "99999999-0000-4000-8000-000000000000", run.soon());
      case "COMMIT of another epoch" -> run.withStamp(2, "efgh").commitRequest();
      case "COMMIT of another nonce" -> run.withStamp(1, "efgh").commitRequest();
      case "ABORT" -> GuardRequest.abort(run.runEpoch);
      case "ABORT of another epoch" -> GuardRequest.abort(new RunEpoch("r1", 2, "efgh"));
      case "REVERT" -> GuardRequest.revert(run.runEpoch);
      case "REVERT without proof" -> {
        GuardRequest request = GuardRequest.revert(run.runEpoch);
        yield new GuardRequest(request.verb(), with(request.fields(), "proof", "0"));
      }
      case "SEAL" -> GuardRequest.seal(run.runEpoch);
      case "RELEASE confirmed" -> GuardRequest.release(run.runEpoch, true);
      case "RELEASE rolled back" -> GuardRequest.release(run.runEpoch, false);
      case "FENCE 2" -> GuardRequest.fence(new RunEpoch("r1", 2, "efgh"));
      case "FENCE 1" -> GuardRequest.fence(new RunEpoch("r1", 1, "efgh"));
      case "STATUS" -> GuardRequest.status(run.runEpoch);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Map<String, String> with(Map<String, String> fields, String key, String value) {
    var changed = new java.util.LinkedHashMap<>(fields);
    changed.put(key, value);
    return changed;
  }

  @ParameterizedTest(name = "{0}, {1} of {2}: {3} -> {4}")
  @CsvSource({
    "NONE,      VOTER, 1, ARM,                 ARMED",
    "NONE,      SOFT,  1, ARM,                 ARMED",
    "NONE,      VOTER, 1, FENCE 2,             REVERTED",
    "NONE,      VOTER, 1, ABORT,               REVERTED",
    "ARMED,     VOTER, 1, ARM,                 ARMED",
    "ARMED,     VOTER, 1, STAGE 1,             ARMED",
    "ARMED,     VOTER, 1, BEAT,                ARMED",
    "ARMED,     VOTER, 1, EXTEND,              ARMED",
    "ARMED,     VOTER, 1, FENCE 2,             ARMED",
    "ARMED,     VOTER, 1, ABORT,               REVERTED",
    "DONE,      VOTER, 1, STAGE 1,             NO step",
    "DONE,      VOTER, 1, DO 1,                ARMED",
    "DONE,      VOTER, 1, COMMIT,              CONFIRMED",
    "DONE,      VOTER, 2, PREPARE,             PREPARED",
    "DONE,      SOFT,  1, PREPARE,             PREPARED",
    "DONE,      SOFT,  1, RELEASE confirmed,   SEALED",
    "DONE,      SOFT,  1, RELEASE rolled back, REVERTING",
    "PREPARED,  VOTER, 2, PREPARE,             PREPARED",
    "PREPARED,  VOTER, 2, PREPARE in the past, PREPARED",
    "PREPARED,  VOTER, 2, COMMIT,              CONFIRMED",
    "PREPARED,  VOTER, 2, ABORT,               REVERTED",
    "PREPARED,  VOTER, 2, FENCE 2,             PREPARED",
    "PREPARED,  SOFT,  1, RELEASE confirmed,   SEALED",
    "PREPARED,  SOFT,  1, RELEASE rolled back, REVERTING",
    "CONFIRMED, VOTER, 1, COMMIT,              CONFIRMED",
    "CONFIRMED, VOTER, 1, SEAL,                SEALED",
    "CONFIRMED, VOTER, 2, REVERT,              REVERTED",
    "CONFIRMED, VOTER, 1, FENCE 2,             CONFIRMED",
    "SEALED,    VOTER, 1, SEAL,                SEALED",
    "SEALED,    VOTER, 1, COMMIT,              SEALED",
    "SEALED,    VOTER, 1, FENCE 2,             SEALED",
    "SEALED,    SOFT,  1, RELEASE confirmed,   SEALED",
    "REVERTING, VOTER, 1, ABORT,               REVERTING",
    "REVERTING, VOTER, 2, REVERT,              REVERTING",
    "REVERTING, VOTER, 1, FENCE 2,             REVERTING",
    "REVERTING, SOFT,  1, RELEASE confirmed,   REVERTED",
    "REVERTING, SOFT,  1, RELEASE rolled back, REVERTING",
    "REVERTED,  VOTER, 1, ABORT,               REVERTED",
    "REVERTED,  VOTER, 1, FENCE 2,             REVERTED",
  })
  void aMessageLeadsToTheNextState(
      String state, NodeKind kind, int voters, String name, String next) {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = in(state, node, kind, voters);
      GuardReply reply = node.ask(message(name, run));
      if (next.startsWith("NO ")) {
        Conversation.expectNo(reply, next.substring(3));
      } else {
        Conversation.expectOk(reply);
        if (next.equals("REVERTED")) {
          (name.startsWith("FENCE") ? run.withStamp(2, "efgh") : run).until(GuardState.REVERTED);
          assertThat(run.change()).isEqualTo("before");
        } else {
          assertThat(reply.field("state")).isEqualTo(next);
          assertThat(run.counting()).isEqualTo(next);
          // REVERTING is valid before it is on disk.
          GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals(next));
        }
      }
      assertThat(node.read("violations")).isEmpty();
    }
  }

  /** The refused messages with their reasons, by state, node kind and number of voters. */
  private static final Map<String, List<String>> REFUSED =
      Map.of(
          "NONE VOTER 1",
              List.of(
                  "STAGE 1:run",
                  "DO 1:run",
                  "BEAT:run",
                  "EXTEND:run",
                  "WITNESS:run",
                  "WORD:run",
                  "PREPARE:run",
                  "COMMIT:run",
                  "REVERT:run",
                  "SEAL:run",
                  "RELEASE confirmed:run"),
          "ARMED VOTER 1",
              List.of(
                  "ARM again:state",
                  "STAGE 2:step",
                  "DO 1:step",
                  "DO 2:step",
                  "EXTEND past cap:cap",
                  "WITNESS:step",
                  "WORD:state",
                  "PREPARE:step",
                  "COMMIT:step",
                  "REVERT:voters",
                  "SEAL:state",
                  "RELEASE confirmed:voters",
                  "FENCE 1:epoch",
                  "ABORT of another epoch:epoch"),
          "DONE VOTER 1",
              List.of(
                  "STAGE 2:step",
                  "DO 2:step",
                  "WITNESS:bad",
                  "PREPARE:voters",
                  "COMMIT late:late",
                  "COMMIT of another boot:boot",
                  "COMMIT of another epoch:epoch",
                  "COMMIT of another nonce:epoch"),
          "DONE VOTER 2", List.of("COMMIT:state", "PREPARE in the past:late", "REVERT:state"),
          "DONE SOFT 1", List.of("DO 1:step", "COMMIT:voters", "SEAL:state", "REVERT:voters"),
          "PREPARED VOTER 2",
              List.of(
                  "ARM:state",
                  "STAGE 1:state",
                  "DO 2:state",
                  "EXTEND:state",
                  "WORD:state",
                  "SEAL:state",
                  "REVERT:state",
                  "COMMIT late:late",
                  "COMMIT of another boot:boot"),
          "CONFIRMED VOTER 1",
              List.of(
                  "ARM:state",
                  "STAGE 2:state",
                  "DO 2:state",
                  "EXTEND:state",
                  "PREPARE:state",
                  "ABORT:state",
                  "REVERT:voters",
                  "RELEASE rolled back:voters",
                  "COMMIT of another epoch:epoch"),
          "CONFIRMED VOTER 2", List.of("ABORT:state", "REVERT without proof:voters"),
          "SEALED VOTER 2",
              List.of(
                  "ARM:state",
                  "STAGE 1:state",
                  "DO 2:state",
                  "BEAT:state",
                  "EXTEND:state",
                  "PREPARE:state",
                  "ABORT:state",
                  "REVERT:state"),
          "REVERTING VOTER 2",
              List.of(
                  "ARM:state",
                  "STAGE 2:state",
                  "DO 2:state",
                  "BEAT:state",
                  "EXTEND:state",
                  "WITNESS:state",
                  "WORD:state",
                  "PREPARE:state",
                  "COMMIT:state",
                  "SEAL:state",
                  "ABORT of another epoch:epoch"));

  @TestFactory
  Stream<DynamicTest> aMessageWithoutARowIsRefusedAndChangesNothing() {
    return REFUSED.keySet().stream()
        .sorted()
        .map(key -> DynamicTest.dynamicTest(key, () -> refused(key, "dash")));
  }

  @TestFactory
  Stream<DynamicTest> andSoUnderBusybox() {
    return Stream.of("DONE VOTER 1", "PREPARED VOTER 2", "SEALED VOTER 2")
        .map(key -> DynamicTest.dynamicTest(key, () -> refused(key, "busybox sh")));
  }

  private void refused(String key, String shell) {
    String[] words = key.split(" ");
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = in(words[0], node, NodeKind.valueOf(words[1]), Integer.parseInt(words[2]));
      if (run.counting().equals("REVERTING")) {
        // The guard's own last write: from here on only a message could write.
        GuardedNode.until(Conversation.SOON, () -> run.stored("trouble").equals("failing"));
      }
      String before = states(node);
      Consumer<String> refuse =
          line -> {
            String name = line.substring(0, line.indexOf(':'));
            Conversation.expectNo(
                node.ask(message(name, run)), line.substring(line.indexOf(':') + 1));
          };
      REFUSED.get(key).forEach(refuse);
      assertThat(states(node)).isEqualTo(before);
    }
  }

  /** The complete state in memory and on disk. */
  private static String states(GuardedNode node) {
    return "memory:\n" + node.read("run/r1/state") + "disk:\n" + node.read("state/r1/state");
  }
}
