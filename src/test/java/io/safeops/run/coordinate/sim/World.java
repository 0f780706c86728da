package io.safeops.run.coordinate.sim;

import io.safeops.guard.GuardNetwork;
import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import io.safeops.guard.RunEpoch;
import io.safeops.review.ReadCount;
import io.safeops.run.coordinate.Coordinator;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.LostNodes;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.RecoveryCoordinator;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.messaging.RunSpec;
import io.safeops.run.simulation.SimLoop;
import io.safeops.run.simulation.SimMachine;
import io.safeops.run.simulation.SimNetwork;
import io.safeops.run.simulation.SimNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A simulated cluster with one run on it: nodes, network, journal, operator. */
public final class World {

  public static final String RUN = "run-1";

  private static final String FULL = "No space left on device";

  public final SimLoop loop = new SimLoop();
  public final SimNetwork network;
  public final OperatorCommandQueue operatorCommandQueue = new OperatorCommandQueue();
  public final List<RunEvent> journal = new ArrayList<>();
  public final List<String> answers = new ArrayList<>();
  private final List<RunSpec.NodeSpec> nodes = new ArrayList<>();
  private final int steps;
  private Consumer<RunEvent> onEvent = event -> {};
  private boolean expectationHolds = true;
  private boolean stepwise;
  private List<String> refused = List.of();
  private List<String> drifted = List.of();
  private UnaryOperator<Map<String, RunWork.NodeOrders>> parts = same -> same;
  private String title = "a change";
  private RunWork.Finding quiet = RunWork.Finding.HOLDS;
  private UnaryOperator<RunWork> wrapped = same -> same;
  private boolean running;
  private int journaled;
  private int journalLostFrom = Integer.MAX_VALUE;
  private Duration deadline = Duration.ofSeconds(120);
  private final SimLooks looks = new SimLooks(loop);

  /** What the run changes itself. */
  public final SimApi apiState = new SimApi();

  private boolean comparingIsFaulty;

  public World(long seed, int voters, int soft, int steps) {
    this.network = new SimNetwork(loop, seed);
    network.givesWay(looks::narrow);
    this.steps = steps;
    for (int i = 0; i < voters + soft; i++) {
      String name = "n" + i;
      network.add(name);
      nodes.add(
          RunSpec.NodeSpec.builder(name, i < voters ? NodeKind.VOTER : NodeKind.SOFT)
              .steps(steps)
              .witness(i == 0)
              .build());
    }
  }

  public RunSpec spec(long epoch) {
    RunSpec.Times.Builder times = RunSpec.Times.builder().deadline(deadline);
    if (epoch > 1) {
      times.patience(Duration.ofSeconds(45)); // as a recovery has it
    }
    return RunSpec.builder(
            new RunEpoch(RUN, epoch, "nonce" + epoch), nodes, ReadCount.whole(steps, nodes.size()))
        .times(times.build())
        .stepwise(stepwise)
        .digest("digest")
        .user("tester")
        .host("desk")
        .build();
  }

  /** The undo of this node asks a database, and that is tried before it is armed. */
  public void asks(String name) {
    nodes.replaceAll(
        node ->
            node.name().equals(name) ? node.toBuilder().trial(Optional.of("ask")).build() : node);
  }

  public List<SimNode> nodes() {
    return network.nodes();
  }

  public List<SimNode> voters() {
    return nodes.stream()
        .filter(node -> node.kind() == NodeKind.VOTER)
        .map(node -> network.node(node.name()))
        .toList();
  }

  public void deadline(Duration length) {
    deadline = length;
  }

  /** All nodes share these processors. */
  public SimMachine onOneMachine(double cores) {
    SimMachine shared = new SimMachine(loop, cores);
    network.machine(shared);
    looks.on(shared);
    return shared;
  }

  public void onEvent(Consumer<RunEvent> look) {
    onEvent = onEvent.andThen(look);
  }

  public void on(Class<? extends RunEvent> kind, Runnable then) {
    onEvent(
        event -> {
          if (kind.isInstance(event)) {
            then.run();
          }
        });
  }

  public void comparingIsFaulty() {
    comparingIsFaulty = true;
  }

  public void expectationFails() {
    expectationHolds = false;
  }

  /** The disk of the journal is full when so many events are on it, and stays so. */
  public void losesJournalAfter(int events) {
    journalLostFrom = events;
  }

  /** Every step waits for a go. */
  public void goesStepByStep() {
    stepwise = true;
  }

  /** Someone else changes the cluster: the rules refuse what is prepared from now on. */
  public void isRefused(String why) {
    refused = List.of(why);
  }

  /** Someone else changes the cluster where the next step would, against no rule. */
  public void drifts(String what) {
    drifted = List.of(what);
  }

  /** The operator reads the code on the console and types it. */
  public void operatorConfirms(Duration after) {
    on(RunEvent.CodeShown.class, () -> loop.after(after, () -> confirm(nodes().get(0).code(RUN))));
  }

  public CompletableFuture<OperatorCommandQueue.OperatorAnswer> confirm(String code) {
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    answer.thenAccept(told -> answers.add(told.text()));
    operatorCommandQueue.add(
        new OperatorCommandQueue.OperatorCommand.Confirm(code, "someone", answer));
    return answer;
  }

  public CompletableFuture<OperatorCommandQueue.OperatorAnswer> rollback() {
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    answer.thenAccept(told -> answers.add(told.text()));
    operatorCommandQueue.add(new OperatorCommandQueue.OperatorCommand.Rollback("tester", answer));
    return answer;
  }

  public CompletableFuture<OperatorCommandQueue.OperatorAnswer> go(String step) {
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    answer.thenAccept(told -> answers.add(told.text()));
    operatorCommandQueue.add(new OperatorCommandQueue.OperatorCommand.Go(step, "someone", answer));
    return answer;
  }

  public CompletableFuture<OperatorCommandQueue.OperatorAnswer> extend(Duration by) {
    CompletableFuture<OperatorCommandQueue.OperatorAnswer> answer = new CompletableFuture<>();
    answer.thenAccept(told -> answers.add(told.text()));
    operatorCommandQueue.add(
        new OperatorCommandQueue.OperatorCommand.Extend(by, "someone", answer));
    return answer;
  }

  /** Of a plan, and through a network, that are not quite these. */
  public Outcome apply(UnaryOperator<RunSpec> other, UnaryOperator<GuardNetwork> through) {
    return new Coordinator(
            other.apply(spec(1)),
            loop,
            through.apply(network),
            work(),
            journal(),
            operatorCommandQueue,
            looks.pace(nodes.size()))
        .run();
  }

  /** From now on a step needs other nodes than those that were armed for it. */
  public void needs(UnaryOperator<Map<String, RunWork.NodeOrders>> others) {
    parts = others;
  }

  /** From now on a step is another one than was shown. */
  public void isCalled(String title) {
    this.title = title;
  }

  /** From now on the run's work is another one, which may use this one. */
  public void works(UnaryOperator<RunWork> other) {
    wrapped = other;
  }

  public void isQuietNoMore(String why) {
    quiet = new RunWork.Finding(List.of(why));
  }

  public Outcome apply() {
    return new Coordinator(
            spec(1),
            loop,
            network,
            work(),
            journal(),
            operatorCommandQueue,
            looks.pace(nodes.size()))
        .run();
  }

  /** Null when the process was killed. */
  public Outcome applyOrDie() {
    return alive(this::apply);
  }

  /** Null when the process was killed. */
  public Outcome recoverOrDie(long epoch) {
    return alive(() -> recover(epoch));
  }

  private Outcome alive(java.util.function.Supplier<Outcome> process) {
    running = true;
    try {
      return process.get();
    } catch (SimLoop.Killed killed) {
      return null;
    } finally {
      running = false;
      loop.revive();
    }
  }

  /** Kills the process, if one runs. */
  public void kill() {
    if (running) {
      loop.kill();
    }
  }

  public Outcome recover(long epoch) {
    return recover(epoch, LostNodes.NONE);
  }

  public Outcome recover(long epoch, LostNodes lost) {
    return new RecoveryCoordinator(spec(epoch), lost, loop, network, work(), journal())
        .run("recover");
  }

  private Journal journal() {
    Journal disk =
        event -> {
          if (journaled >= journalLostFrom) {
            throw new Journal.JournalException(FULL, new IOException(FULL));
          }
          journaled++;
          journal.add(event);
        };
    return disk.withListener(event -> onEvent.accept(event));
  }

  public boolean allKept() {
    return voters().stream().allMatch(node -> node.state(RUN).isKept() && node.isChanged());
  }

  public boolean allUndone() {
    return nodes().stream()
        .allMatch(
            node ->
                !node.isChanged()
                    && (node.state(RUN) == GuardState.REVERTED
                        || node.state(RUN) == GuardState.NONE));
  }

  public String standing() {
    StringBuilder text = new StringBuilder();
    nodes()
        .forEach(
            n ->
                text.append(n.name())
                    .append(' ')
                    .append(n.state(RUN))
                    .append(n.isChanged() ? " changed; " : "; "));
    return text.toString();
  }

  private RunWork work() {
    return wrapped.apply(simulated());
  }

  private RunWork simulated() {
    return new RunWork() {
      @Override
      public CompletableFuture<StepOrders> prepare(int step) {
        Map<String, NodeOrders> all = new LinkedHashMap<>();
        for (RunSpec.NodeSpec node : nodes) {
          all.put(
              node.name(),
              node.kind() == NodeKind.VOTER
                  ? new NodeOrders("act", "undo", "local")
                  : new NodeOrders("", "", "local"));
        }
        StepOrders orders =
            new StepOrders(
                "step-" + (step + 1), title, refused, drifted, parts.apply(all), apiState.isHere());
        return looks.look(nodes.size()).thenApply(read -> orders);
      }

      @Override
      public CompletableFuture<Finding> makeApiChange(int step) {
        return later(apiState.act(step));
      }

      @Override
      public boolean hasApiChanges() {
        return apiState.isChanged();
      }

      @Override
      public CompletableFuture<Finding> undoApiChanges() {
        return later(apiState.undo());
      }

      @Override
      public CompletableFuture<Finding> keepApiChanges() {
        return later(apiState.keep());
      }

      @Override
      public CompletableFuture<Finding> expect(int step) {
        return seen(expectationHolds ? Finding.HOLDS : new Finding(List.of("no patch pair")));
      }

      @Override
      public CompletableFuture<Finding> quiet() {
        return seen(quiet);
      }

      @Override
      public CompletableFuture<Finding> restored() {
        if (comparingIsFaulty) {
          throw new IllegalStateException("made up");
        }
        return looks
            .look(nodes.size())
            .thenApply(
                read ->
                    nodes().stream().noneMatch(SimNode::isChanged)
                        ? Finding.HOLDS
                        : new Finding(List.of("still changed")));
      }

      private CompletableFuture<Finding> seen(Finding finding) {
        return looks.look(nodes.size()).thenApply(read -> finding);
      }

      private <T> CompletableFuture<T> later(T value) {
        CompletableFuture<T> future = new CompletableFuture<>();
        loop.after(Duration.ofMillis(40), () -> future.complete(value));
        return future;
      }
    };
  }
}
