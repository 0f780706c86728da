package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Tests a crash before every write of every message: the handler is killed, or the power is cut.
 * After a power cut the node boots and ends in a state of the protocol: undone with its
 * before-image, or confirmed, never in between. After a kill alone the message can be sent again.
 */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class GuardCrashTest {

  private static final long LONG = 100_000; // centiseconds
  private static final String READY = "ready";
  private static final String CUT = "cut";

  /** A message, and the allowed states of the node after a crash during it. */
  private enum Message {
    ARM(false) {
      @Override
      GuardRequest of(Conversation run) {
        return run.armRequest();
      }
    },
    STAGE(false) {
      @Override
      void before(Conversation run) {
        run.arm();
      }

      @Override
      GuardRequest of(Conversation run) {
        return run.stageRequest(1);
      }
    },
    DO(false) {
      @Override
      void before(Conversation run) {
        run.arm();
        Conversation.expectOk(run.node.ask(run.stageRequest(1)));
      }

      @Override
      GuardRequest of(Conversation run) {
        return run.actRequest(1);
      }
    },
    EXTEND(false) {
      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.extend(run.runEpoch, run.boot, run.soon(), run.armedDeadline + 100);
      }
    },
    WITNESS(false) {
      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.witness(run.runEpoch, run.boot, run.soon());
      }
    },
    PREPARE(false) {
      @Override
      GuardRequest of(Conversation run) {
        return run.prepareRequest(run.expiry);
      }
    },
    COMMIT(true) {
      @Override
      void before(Conversation run) {
        run.arm().step().prepare();
      }

      @Override
      GuardRequest of(Conversation run) {
        return run.commitRequest();
      }
    },
    LAST_AGENT(true) {
      @Override
      void before(Conversation run) {
        run.voters = 1;
        run.arm().step();
      }

      @Override
      GuardRequest of(Conversation run) {
        return run.commitRequest();
      }
    },
    ABORT(false) {
      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.abort(run.runEpoch);
      }
    },
    REVERT(true) {
      @Override
      void before(Conversation run) {
        run.arm().step().prepare().commit();
      }

      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.revert(run.runEpoch);
      }
    },
    SEAL(true) {
      @Override
      void before(Conversation run) {
        run.arm().step().prepare().commit();
      }

      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.seal(run.runEpoch);
      }
    },
    TOMBSTONE(false) {
      @Override
      void before(Conversation run) {}

      @Override
      GuardRequest of(Conversation run) {
        return GuardRequest.abort(run.runEpoch);
      }
    };

    private final boolean mayStay;

    Message(boolean mayStay) {
      this.mayStay = mayStay;
    }

    void before(Conversation run) {
      if (this != ARM) {
        run.arm().step();
      }
    }

    abstract GuardRequest of(Conversation run);
  }

  /** A node just before a message; a test can restore this state any number of times. */
  private static Conversation ready(GuardedNode node, Message message) {
    Conversation run = Conversation.on(node);
    run.voters = 2;
    run.giveCode = message == Message.WITNESS;
    // No deadline or lease of the run ends while the node is restored again and again.
    run.deadline = LONG;
    run.lease = LONG;
    run.expiry = LONG;
    message.before(run);
    node.killAll();
    node.keep(READY);
    return run;
  }

  private static void again(GuardedNode node) {
    node.killAll();
    node.putBack(READY);
    node.startGuards();
  }

  @TestFactory
  Stream<DynamicTest> powerCutBeforeEveryWrite() {
    return Arrays.stream(Message.values())
        .map(message -> DynamicTest.dynamicTest(message.name(), () -> powerCuts(message)));
  }

  private void powerCuts(Message message) {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = ready(node, message);
      boolean crashed = true;
      for (int write = 1; crashed; write++) {
        again(node);
        crashed = powerCut(run, message, write);
      }
    }
  }

  /**
   * Cuts the power before the given write and keeps all renames. If it makes a difference, does the
   * same again from the same disk and loses everything that was not synced.
   *
   * @return whether the message makes at least this many writes
   */
  private boolean powerCut(Conversation run, Message message, int write) {
    GuardedNode node = run.node;
    node.crashAt(write);
    boolean answered = node.tryAsk(message.of(run).line()) != null;
    node.killAll();
    boolean mayLose = !node.read("unsynced").isEmpty();
    if (mayLose) {
      node.keep(CUT);
    }
    comesBack(run, message, write, false);
    if (mayLose) {
      node.killAll();
      node.putBack(CUT);
      comesBack(run, message, write, true);
    }
    return !answered;
  }

  private static void comesBack(Conversation run, Message message, int write, boolean loses) {
    GuardedNode node = run.node;
    node.powerCut(loses);
    String before = run.onDisk();
    if (List.of("ARMED", "PREPARED", "REVERTING", "CONFIRMED").contains(before)) {
      assertThat(node.path("units/safeops-guard-r1.service"))
          .as("write %s of %s left %s without a guard", write, message, before)
          .exists();
    }
    node.boot();
    GuardedNode.until(Conversation.SOON, () -> isSettled(run));
    String change = run.change();
    if (run.onDisk().equals("CONFIRMED") || run.onDisk().equals("SEALED")) {
      assertThat(message.mayStay).as("write %s", write).isTrue();
      assertThat(change).as("write %s", write).isEqualTo("after");
    } else {
      assertThat(run.onDisk()).as("write %s", write).isIn("REVERTED", "");
      assertThat(change).as("write %s of %s, lost: %s", write, message, loses).isEqualTo("before");
    }
    assertThat(node.read("violations")).isEmpty();
  }

  private static boolean isSettled(Conversation run) {
    String state = run.onDisk();
    boolean guarded =
        run.node.exists("state/r1/guard.sh") && run.node.exists("units/safeops-guard-r1.service");
    return state.equals("CONFIRMED")
        || (!guarded && List.of("", "REVERTED", "SEALED").contains(state));
  }

  @TestFactory
  Stream<DynamicTest> handlerKilledBeforeEveryWriteAndTheMessageSentAgain() {
    return Stream.of(
            Message.ARM, Message.STAGE, Message.DO, Message.COMMIT, Message.ABORT, Message.SEAL)
        .map(message -> DynamicTest.dynamicTest(message.name(), () -> killsAndRepeats(message)));
  }

  private void killsAndRepeats(Message message) {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = ready(node, message);
      boolean crashed = true;
      for (int write = 1; crashed; write += 2) {
        again(node);
        crashed = killAndRepeat(run, message, write);
      }
    }
  }

  private boolean killAndRepeat(Conversation run, Message message, int write) {
    GuardedNode node = run.node;
    node.crashAt(write);
    final boolean crashed = node.tryAsk(message.of(run).line()) == null;
    node.crashAt(0);
    GuardReply again = node.ask(message.of(run));
    if (message == Message.DO && !again.ok()) {
      // The step was recorded as begun and killed before its start: it is never run again.
      assertThat(again.why()).isEqualTo("step");
      assertThat(run.change()).isEqualTo("before");
    } else {
      Conversation.expectOk(again);
    }
    assertThat(node.read("trace").lines().filter("did1"::equals).count()).isLessThanOrEqualTo(1);
    return crashed;
  }

  /** Seen once: `unsafe-dir`, because the old guard removed directories of the new arming. */
  @Test
  void theGuardOfAnInterruptedArmingLeavesTheNextArmingAlone() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      int write = 0;
      do {
        write++;
        node.crashAt(write);
        assertThat(node.tryAsk(run.armRequest().line())).as("ARM cut at %d", write).isNull();
      } while (!node.exists("run/r1/watch"));
      node.crashAt(0);
      assertThat(run.onDisk()).isEmpty();
      node.tool(
          "mkdir", "/bin/mkdir \"$@\"; rc=$?; case $* in */run/r1) sleep 0.5 ;; esac; exit $rc");
      Conversation.expectOk(node.ask(run.armRequest()));
      GuardedNode.until(Conversation.SOON, () -> node.exists("run/r1/watch"));
      run.step().commit();
    }
  }

  @TestFactory
  Stream<DynamicTest> aKilledHandlerGivesNoFreeTryAtTheCode() {
    return Stream.of("dash", "busybox sh")
        .map(shell -> DynamicTest.dynamicTest(shell, () -> noFreeTry(shell)));
  }

  private void noFreeTry(String shell) {
    try (GuardedNode node = GuardedNode.create(shell, true)) {
      Conversation run = Conversation.on(node);
      run.giveCode = true;
      run.arm().step();
      Conversation.expectOk(node.ask(GuardRequest.witness(run.runEpoch, run.boot, run.soon())));
      String wrong = run.code().equals("222222") ? "333333" : "222222";
      for (int tries = 1; tries <= 5; tries++) {
        // Killed after the sync of the log, the sync of the state and its rename: the count is on
        // disk. The code would be compared after the sync of the directory, which never happens.
        node.crashAt(4);
        GuardRequest word = GuardRequest.word(run.runEpoch, run.boot, run.soon(), wrong);
        assertThat(node.tryAsk(word.line())).as("try %s", tries).isNull();
        node.crashAt(0);
        // Settles the write of the killed handler; otherwise its sync would count in the next try.
        Conversation.expectOk(node.ask(GuardRequest.fence(run.runEpoch)));
        assertThat(run.stored("tries")).isEqualTo("" + tries);
      }
      Conversation.expectNo(
          node.ask(GuardRequest.word(run.runEpoch, run.boot, run.soon(), run.code())), "tries");
    }
  }

  @Test
  void aStateThatIsNotOnDiskIsNotUsed() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node);
      run.voters = 2;
      run.undo = run.undo + "; sleep 5";
      run.arm().step().prepare().commit();
      node.crashAt(4); // after the rename, before the directory's sync
      assertThat(node.tryAsk(GuardRequest.revert(run.runEpoch).line())).isNull();
      GuardedNode.until(Conversation.SOON, () -> run.change().equals("before"));
      node.powerCut(true);
      assertThat(run.onDisk()).isEqualTo("REVERTING"); // not CONFIRMED with the change undone
      node.boot();
      GuardedNode.until(Conversation.SOON, () -> run.onDisk().equals("REVERTED"));
    }
  }

  /** Found by the model: every later message got the answer that the disk does not answer. */
  @Test
  void aStatePublishedByAKilledHandlerCounts() {
    try (GuardedNode node = GuardedNode.create()) {
      // Kills the handler once between the two commands that publish a state in memory.
      node.tool(
          "rm",
          """
          case $* in
            */run/r1/writing\\ *)
              if /bin/rm "$GUARD_TEST/die" 2>/dev/null; then
                read -r group <"$GUARD_TEST/group"
                kill -KILL "-$group"
              fi
              ;;
          esac
          exec /bin/rm "$@"
          """);
      Conversation run = Conversation.on(node).arm().step();
      node.write("die", "");
      assertThat(node.tryAsk(run.commitRequest().line())).isNull();
      assertThat(node.exists("run/r1/writing")).isTrue();
      Conversation.expectOk(node.ask(run.commitRequest()));
      GuardReply sealed = Conversation.expectOk(node.ask(GuardRequest.seal(run.runEpoch)));
      assertThat(sealed.field("state")).isEqualTo("SEALED");
    }
  }

  /**
   * Found by the model: an abort that is killed half way leaves a mark that memory is newer than
   * the disk, and a commit that is killed before its publication leaves the disk newer than memory.
   */
  @Test
  void memoryDoesNotOverwriteANewerStateOnDisk() {
    try (GuardedNode node = GuardedNode.create()) {
      Conversation run = Conversation.on(node).arm().step();
      String memory = node.read("run/r1/state");
      run.commit();
      node.killAll();
      String decided = node.read("state/r1/state");
      node.write("run/r1/new.state", decided);
      node.write("run/r1/state", memory);
      node.write("run/r1/writing", "CONFIRMED\n");
      node.write("run/r1/written", "");
      node.write("run/r1/unsaved", "");
      node.shell("r1", "unsaved_put");
      assertThat(node.read("state/r1/state")).isEqualTo(decided);
    }
  }
}
