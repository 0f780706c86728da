package io.safeops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.run.simulation.SimLoop;
import io.safeops.run.simulation.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A real guard and a simulated guard that get the same requests, each with its own boots and clock,
 * and must give the same answers.
 */
final class Twins implements AutoCloseable {

  private static final List<String> COMPARED =
      List.of("why", "run", "epoch", "nonce", "state", "done", "staged", "rc", "tries");
  private static final Set<String> MOMENTS =
      Set.of("notafter", "deadline", "cap", "leaseuntil", "expiry");
  // Undo parts run at once here; the process that runs them checks ten times a second.
  private static final Duration UNDO = Duration.ofSeconds(20);

  private final GuardedNode real = GuardedNode.create();
  private final SimLoop loop = new SimLoop();
  private final SimNode sim = new SimNode("n", loop);
  private final Map<String, String> boots = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private long ahead;

  Twins() {
    sim.stepTakes(Duration.ofMillis(1));
    meet();
  }

  /** The time of the simulated clock for a time of the real clock, in this boot. */
  private void meet() {
    GuardReply hello = simAnswer(GuardRequest.hello());
    boots.put(real.currentBoot(), hello.boot());
    ahead = number(hello, "uptime") - GuardedNode.uptime();
  }

  String boot() {
    return real.currentBoot();
  }

  /** The code of both witnesses, as the real one made it. */
  String code(String run) {
    return real.read("run/" + run + "/code").strip();
  }

  /** All requests and answers so far, to analyse a difference. */
  String transcript() {
    return String.join("\n", told);
  }

  void begin(String what) {
    told.clear();
    told.add(what);
  }

  /** Sends a request to both, compares, and returns the answer of the real one. */
  GuardReply ask(GuardRequest request) {
    GuardReply answer = real.ask(request);
    passTo(GuardedNode.uptime());
    GuardReply other = simAnswer(translated(request));
    told.add(shortened(request.line()) + "\n  real " + words(answer) + "\n  sim  " + words(other));
    assertThat(words(other)).as(transcript()).isEqualTo(words(answer));
    return answer;
  }

  /** Waits until both have done their own work, and compares. */
  GuardReply settle(String run) {
    GuardRequest look = GuardRequest.look(run);
    GuardReply first = real.ask(look);
    boolean undoes =
        first.field("state").equals("REVERTING")
            && (first.field("kind").equals("voter")
                || real.read("run/" + run + "/state").contains("released=1\n"));
    if (undoes) {
      GuardedNode.until(UNDO, () -> real.ask(look).field("state").equals("REVERTED"));
    }
    loop.pass(Duration.ofSeconds(1));
    ahead += 100;
    return ask(look);
  }

  /** Cuts the power of both and boots them. */
  void powerCut(String run) {
    told.add("power cut");
    real.powerCut(false);
    real.boot();
    sim.powerCut(Duration.ofMillis(1));
    loop.pass(Duration.ofSeconds(1));
    meet();
    Set<String> open = Set.of("ARMED", "PREPARED");
    GuardedNode.until(UNDO, () -> !open.contains(real.ask(GuardRequest.look(run)).field("state")));
    settle(run);
  }

  private void passTo(long uptime) {
    long behind = uptime + ahead - number(simAnswer(GuardRequest.hello()), "uptime");
    if (behind > 0) {
      loop.pass(Duration.ofMillis(behind * 10));
    }
  }

  private GuardRequest translated(GuardRequest request) {
    Map<String, String> fields = new LinkedHashMap<>(request.fields());
    fields.replaceAll(
        (key, value) -> {
          if (MOMENTS.contains(key)) {
            return String.valueOf(Math.max(0, Long.parseLong(value) + ahead));
          }
          if (key.equals("boot")) {
            return boots.getOrDefault(value, value);
          }
          boolean right = key.equals("code") && value.equals(code(request.fields().get("run")));
          return right ? sim.code(request.fields().get("run")) : value;
        });
    return new GuardRequest(request.verb(), fields);
  }

  private GuardReply simAnswer(GuardRequest request) {
    GuardReply[] answer = new GuardReply[1];
    sim.handle(request, reply -> answer[0] = reply);
    loop.await(() -> answer[0] != null, Duration.ofSeconds(20));
    assertThat(answer[0]).as("the simulated guard's answer to %s", request.line()).isNotNull();
    return answer[0];
  }

  private static String words(GuardReply reply) {
    StringBuilder words = new StringBuilder(reply.ok() ? "OK" : "NO");
    for (String key : COMPARED) {
      if (reply.fields().containsKey(key)) {
        words.append(' ').append(key).append('=').append(reply.field(key));
      }
    }
    return words.toString();
  }

  private static String shortened(String line) {
    return line.replaceAll("=([A-Za-z0-9+/]{60})[^ ]*", "=$1...");
  }

  private static long number(GuardReply reply, String field) {
    try {
      return reply.number(field);
    } catch (GuardException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    real.close();
  }
}
