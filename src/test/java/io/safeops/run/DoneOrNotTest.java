package io.safeops.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.control.RunServer;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.sim.World;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.Outcome.End;
import io.safeops.run.event.RunEvent;
import io.safeops.run.store.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that was answered is not always done: the answer and the exit status tell. */
class DoneOrNotTest {

  private static final Outcome CONFIRMED = new Outcome(End.CONFIRMED, "confirmed.");
  private static final Outcome ROLLED_BACK = new Outcome(End.ROLLED_BACK, "undone.");

  @TempDir Path state;
  private RunStore store;
  private String run = "";

  /** What a command said, and its exit status. */
  private record Said(int exit, String text) {}

  @BeforeEach
  void create() throws IOException {
    store = new RunStore(state.resolve("safeops").resolve("runs"));
    run = store.create(Clock.systemUTC(), new Random(1));
  }

  @Test
  void aRunTellsForEveryCommandWhetherItIsDone() {
    World world = new World(61, 1, 1, 1);
    List<CompletableFuture<OperatorCommandQueue.OperatorAnswer>> answers = new ArrayList<>();
    world.on(
        RunEvent.CodeShown.class,
        () -> {
          answers.add(world.extend(Duration.ofMinutes(30)));
          answers.add(world.extend(Duration.ofMinutes(30)));
          answers.add(world.go("step-1"));
          answers.add(world.confirm("AAAAAA"));
          answers.add(world.confirm("x"));
        });
    world.operatorConfirms(Duration.ofSeconds(5));
    assertThat(world.apply().end()).isEqualTo(End.CONFIRMED);
    assertThat(answers.stream().map(answer -> answer.join().done()))
        .as(String.join("; ", world.answers))
        .containsExactly(true, false, false, false, false);
    assertThat(answers.get(1).join().text()).contains("cannot be moved further");
  }

  @Test
  void extendIs0OnlyWhenItIsExtended() throws Exception {
    Said done = types(word -> word.done("extended: 5 min left"), "extend", run);
    assertThat(done).isEqualTo(new Said(0, "extended: 5 min left\n"));

    Said refused = types(word -> word.refuse("the old deadline stands"), "extend", run);
    assertThat(refused).isEqualTo(new Said(3, "the old deadline stands\n"));

    assertThat(ends(CONFIRMED, "extend", run)).isEqualTo(new Said(3, "confirmed.\n"));
    assertThat(ends(ROLLED_BACK, "extend", run)).isEqualTo(new Said(4, "undone.\n"));
  }

  @Test
  void confirmIs0OnlyWhenItIsConfirmed() throws Exception {
    Said wrong = types(word -> word.refuse("wrong code"), "confirm", run, "--code", "AAAAAA");
    assertThat(wrong).isEqualTo(new Said(3, "wrong code\n"));
    assertThat(ends(CONFIRMED, "confirm", run, "--code", "AAAAAA").exit()).isZero();
  }

  @Test
  void aDeadlineIsMovedBySecondsThatArePossible() throws Exception {
    for (String seconds : List.of("0", "-1", "1801", "10000000000", "99999999999999999999")) {
      Said said = types(word -> word.done("extended"), "extend", run, "--by=" + seconds);
      assertThat(said.exit()).as(said.text()).isEqualTo(2);
      assertThat(said.text()).contains(seconds);
    }
  }

  /** A command while a run ends so. */
  private Said ends(Outcome outcome, String... argv) throws Exception {
    return types(word -> word.answer().complete(ended(outcome)), argv);
  }

  private static OperatorCommandQueue.OperatorAnswer ended(Outcome outcome) {
    OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    operatorCommandQueue.add(new OperatorCommandQueue.OperatorCommand.Show(answer));
    operatorCommandQueue.close(outcome);
    return answer.join();
  }

  /** A command as a process of its own, and a run that answers every word so. */
  private Said types(Consumer<OperatorCommandQueue.OperatorCommand> answers, String... argv)
      throws Exception {
    EventLoop loop = new EventLoop();
    OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();
    try (RunServer server = RunServer.open(store.socket(run), loop, operatorCommandQueue)) {
      Process process = TypedCommand.start(state, argv);
      process.onExit().thenRun(() -> loop.post(() -> {}));
      boolean isOver =
          loop.await(
              () -> {
                operatorCommandQueue.take().ifPresent(word -> answer(word, answers, server));
                return !process.isAlive();
              },
              Duration.ofSeconds(60));
      assertThat(isOver).as("the command ended").isTrue();
      String text = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Said(process.exitValue(), text);
    }
  }

  private static void answer(
      OperatorCommandQueue.OperatorCommand word,
      Consumer<OperatorCommandQueue.OperatorCommand> answers,
      RunServer server) {
    answers.accept(word);
    word.answer()
        .join()
        .outcome()
        .ifPresent(
            outcome -> {
              try {
                server.end(outcome);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
  }
}
