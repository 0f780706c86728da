package io.safeops.run.simulation;

import io.safeops.guard.RunEpoch;
import io.safeops.review.GuardPlan;
import io.safeops.review.Review;
import io.safeops.review.StepReview;
import io.safeops.run.coordinate.Coordinator;
import io.safeops.run.coordinate.Journal;
import io.safeops.run.coordinate.OperatorCommandQueue;
import io.safeops.run.coordinate.OperatorCommandQueue.OperatorCommand;
import io.safeops.run.coordinate.ReviewedSpec;
import io.safeops.run.coordinate.RunWork;
import io.safeops.run.event.Outcome;
import io.safeops.run.event.RunEvent;
import io.safeops.run.simulation.Rehearsal.Moment;
import io.safeops.session.MeasuredTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One run of a plan on simulated nodes. It is used once. */
final class RehearsedRun {

  private static final String RUN = "rehearsal";

  /** The network loses and delays by it: every rehearsal is the same. */
  private static final long SEED = 1;

  /** What a look at facts takes. */
  private static final Duration LOOK = Duration.ofMillis(200);

  /** A person walks to a console and reads the code. */
  private static final Duration TYPING = Duration.ofSeconds(10);

  private static final Duration POWER_OFF = Duration.ofMinutes(1);

  private final Review review;
  private final SimLoop loop = new SimLoop();
  private final SimNetwork network = new SimNetwork(loop, SEED);
  private final OperatorCommandQueue commands = new OperatorCommandQueue();
  private final List<Moment> moments = new ArrayList<>();
  private final Set<String> failing = new HashSet<>();
  private final long begun = loop.now();
  private boolean types = true;
  private String what = "";
  private boolean apiChanged;

  /** What else happens at an event of the run. */
  private Consumer<RunEvent> also = event -> {};

  RehearsedRun(Review review) {
    this.review = review;
    for (GuardPlan.Guarded node : review.guardPlan().nodes()) {
      SimNode simulated = network.add(node.name());
      if (node.survivesReboot()) {
        simulated.survivesReboot();
      }
      network.giveOutOfBand(node.name());
    }
  }

  Rehearsal confirmed() {
    what = "the code is typed";
    return run();
  }

  Rehearsal rolledBackAfter(String step) {
    what = "rollback after " + step;
    also =
        event -> {
          if (event instanceof RunEvent.StepHolds holds && holds.step().equals(step)) {
            commands.add(new OperatorCommand.Rollback("operator", new CompletableFuture<>()));
          }
        };
    return run();
  }

  Rehearsal unanswered() {
    what = "nobody types the code";
    types = false;
    return run();
  }

  Rehearsal with(RehearsalFault fault) {
    what = fault.text() + ": " + fault.kind().about();
    if (fault.kind() == RehearsalFault.Kind.EXPECTATION) {
      failing.add(fault.step());
      return run();
    }
    boolean[] happened = new boolean[1];
    also =
        event -> {
          if (event instanceof RunEvent.StepBegan begins
              && begins.step().equals(fault.step())
              && !happened[0]) {
            happened[0] = true;
            moment(fault.kind().about() + (fault.node().isEmpty() ? "" : ": " + fault.node()));
            happens(fault);
          }
        };
    return run();
  }

  private void happens(RehearsalFault fault) {
    switch (fault.kind()) {
      case NODE_LOST -> {
        network.cut(fault.node());
        network.breakOff(fault.node());
      }
      case POWER_CUT -> {
        network.breakOff(fault.node());
        if (survivesReboot(fault.node())) {
          network.node(fault.node()).powerCut(POWER_OFF);
        } else {
          network.node(fault.node()).losesItsDisk(POWER_OFF);
        }
      }
      case PROBE -> loop.after(Duration.ofSeconds(1), () -> network.node(fault.node()).trip(RUN));
      case DISK_FULL -> network.node(fault.node()).diskIsFull(true);
      // Once the step is done: before that there is nothing to undo.
      case OPERATOR_LOST -> loop.after(Duration.ofSeconds(1), loop::kill);
      case EXPECTATION -> failing.add(fault.step());
    }
  }

  private boolean survivesReboot(String name) {
    return review.guardPlan().nodes().stream()
        .filter(node -> node.name().equals(name))
        .allMatch(GuardPlan.Guarded::survivesReboot);
  }

  private void moment(String text) {
    moments.add(new Moment(Duration.ofNanos(loop.now() - begun), text));
  }

  private Rehearsal run() {
    try {
      Outcome outcome =
          new Coordinator(
                  ReviewedSpec.of(review, new RunEpoch(RUN, 1, "simulated"))
                      .user("operator")
                      .host("rehearsal")
                      .build(),
                  loop,
                  network,
                  new Work(),
                  journal(),
                  commands,
                  MeasuredTimes.UNKNOWN)
              .run();
      return ended(outcome.exit(), outcome.text());
    } catch (SimLoop.Killed killed) {
      return withoutRun();
    }
  }

  /** The nodes are left to themselves until all of them have undone, or the deadline has passed. */
  private Rehearsal withoutRun() {
    loop.revive();
    Duration deadline = review.guardPlan().deadline();
    boolean undone =
        loop.await(
            () -> network.nodes().stream().noneMatch(SimNode::isChanged), deadline.multipliedBy(2));
    moment(
        undone
            ? "the nodes have undone the change by themselves"
            : "the nodes have not undone the change");
    return ended(
        1,
        (undone ? "the nodes undo by themselves" : "the nodes do not undo")
            + "; `safeops recover` finishes the run");
  }

  private Rehearsal ended(int exit, String text) {
    return new Rehearsal(what, exit, text, Duration.ofNanos(loop.now() - begun), moments);
  }

  private Journal journal() {
    Journal memory = event -> moment(event.text());
    return memory.withListener(
        event -> {
          also.accept(event);
          if (event instanceof RunEvent.CodeShown && types) {
            loop.after(TYPING, this::typeCode);
          }
        });
  }

  private void typeCode() {
    network.nodes().stream()
        .map(node -> node.code(RUN))
        .filter(code -> !code.isEmpty())
        .findFirst()
        .ifPresent(
            code ->
                commands.add(
                    new OperatorCommand.Confirm(code, "rehearsal", new CompletableFuture<>())));
  }

  /** The steps as they were reviewed; facts come as they were predicted. */
  private final class Work implements RunWork {

    @Override
    public CompletableFuture<StepOrders> prepare(int number) {
      StepReview step = review.steps().get(number);
      return later(
          new StepOrders(
              step.id(),
              step.title(),
              // The review has passed. A run reads whole rows that a file of facts may lack.
              List.of(),
              List.of(),
              NodeOrders.of(step.operation()),
              step.operation().api().isPresent()));
    }

    @Override
    public CompletableFuture<Finding> makeApiChange(int step) {
      apiChanged = true;
      return later(Finding.HOLDS);
    }

    @Override
    public boolean hasApiChanges() {
      return apiChanged;
    }

    @Override
    public CompletableFuture<Finding> undoApiChanges() {
      apiChanged = false;
      return later(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> expect(int number) {
      String step = review.steps().get(number).id();
      return later(
          failing.contains(step)
              ? new Finding(List.of("what " + step + " is expected to bring has not come"))
              : Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> quiet() {
      return later(Finding.HOLDS);
    }

    @Override
    public CompletableFuture<Finding> restored() {
      List<String> changed =
          network.nodes().stream()
              .filter(SimNode::isChanged)
              .map(node -> node.name() + " is still changed")
              .toList();
      return later(new Finding(changed));
    }

    private <T> CompletableFuture<T> later(T value) {
      CompletableFuture<T> future = new CompletableFuture<>();
      loop.after(LOOK, () -> future.complete(value));
      return future;
    }
  }
}
