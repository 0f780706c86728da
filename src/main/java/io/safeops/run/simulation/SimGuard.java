package io.safeops.run.simulation;

import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message to a simulated guard: checks and transitions in the order of the shell guard, which a
 * conformance test holds it to. Whatever it changes counts as synced when it returns.
 */
final class SimGuard extends SimMessage {

  private static final Pattern EXIT = Pattern.compile("exit ([0-9]+)\\s*");

  SimGuard(Host host, GuardRequest request, SimDisk disk) {
    super(host, request, disk);
  }

  /** Why not, in one word; empty when it was done. */
  String obey() {
    try {
      handle();
      return "";
    } catch (No no) {
      return no.why;
    }
  }

  private void handle() throws No {
    switch (verb) {
      case ARM -> arm();
      case LOG -> {}
      case STATUS -> {
        if (disk.state != GuardState.NONE && !field("epoch").isEmpty()) {
          sameEpoch();
        }
        inTime();
      }
      case FENCE -> {
        need("epoch", "nonce");
        fence();
      }
      case ABORT -> {
        need("epoch", "nonce");
        abort();
      }
      default -> {
        need("epoch", "nonce");
        require(disk.state != GuardState.NONE, "run");
        sameEpoch();
        led();
      }
    }
  }

  private void led() throws No {
    switch (verb) {
      case STAGE -> stage();
      case DO -> act();
      case BEAT -> beat();
      case EXTEND -> extend();
      case WITNESS -> witness();
      case WORD -> word();
      case PREPARE -> prepare();
      case COMMIT -> commit();
      case SEAL -> seal();
      case REVERT -> revert();
      case RELEASE -> release();
      default -> throw new No("bad");
    }
  }

  // --- the messages ---

  private void arm() throws No {
    need("epoch", "nonce", "boot", "notafter", "deadline", "lease", "leaseuntil", "kind", "hold");
    need("steps", "nodes", "cap");
    require(field("boot").equals(host.boot()), "boot");
    require(field("kind").matches("voter|soft"), "bad");
    require(field("word").matches("|none|code|inband"), "bad");
    require(field("witness").matches("|[01]"), "bad");
    String[] nodes = field("nodes").split(",");
    require(Arrays.stream(nodes).allMatch(node -> node.matches(".*:(voter|soft)")), "bad");
    require(Arrays.stream(nodes).anyMatch(node -> node.endsWith(":voter")), "bad");
    require(number("epoch") == 1, "epoch");
    require(number("deadline") <= number("cap"), "cap");
    require(
        host.uptime() <= number("notafter")
            && host.uptime() < number("deadline")
            && host.uptime() < number("leaseuntil"),
        "late");
    require(!host.isHeldByAnother(run), "held");
    if (disk.state == GuardState.ARMED
        && disk.staged == 0
        && disk.plan.equals(field("plan"))
        && number("epoch") == disk.epoch
        && field("nonce").equals(disk.nonce)) {
      return; // the reply was lost
    }
    require(disk.state == GuardState.NONE, "state");
    disk.state = GuardState.ARMED;
    disk.epoch = number("epoch");
    disk.nonce = field("nonce");
    disk.boot = host.boot();
    disk.kind = field("kind").equals("voter") ? NodeKind.VOTER : NodeKind.SOFT;
    disk.nodes = field("nodes");
    disk.plan = field("plan");
    disk.steps = (int) number("steps");
    disk.deadline = number("deadline");
    disk.cap = number("cap");
    disk.lease = number("lease");
    disk.leaseUntil = Math.min(number("leaseuntil"), host.uptime() + disk.lease);
    disk.hold = number("hold");
    disk.holdFrom = host.uptime();
    disk.holdBoot = host.boot();
    disk.word = field("word").isEmpty() ? "none" : field("word");
    disk.witness = field("witness").equals("1");
  }

  private void stage() throws No {
    need("step");
    boolean acts = !field("act").equals("0");
    require(acts || field("undo").isEmpty(), "bad");
    require(disk.kind == NodeKind.VOTER || !acts, "bad");
    inState(GuardState.ARMED);
    forward();
    int step = (int) number("step");
    if (step == disk.staged
        && disk.begun < step
        && disk.undo.getOrDefault(step, "").equals(field("undo"))
        && disk.local.getOrDefault(step, "").equals(field("local"))) {
      return; // a repeat
    }
    require(
        step == disk.done + 1 && disk.staged == disk.done && step <= disk.steps && !disk.failed,
        "step");
    disk.undo.put(step, field("undo"));
    disk.local.put(step, field("local"));
    disk.staged = step;
    if (!acts) {
      disk.done = step;
    }
  }

  /** Begins the step, or nothing when it has begun before: the answer is the step's record. */
  private void act() throws No {
    need("step", "do", "timeout");
    int step = (int) number("step");
    if (step >= 1 && step <= disk.begun) {
      return;
    }
    inState(GuardState.ARMED);
    forward();
    require(disk.kind == NodeKind.VOTER && step == disk.staged && step == disk.done + 1, "step");
    disk.begun = step;
    Matcher exit = EXIT.matcher(new String(Base64.getDecoder().decode(field("do"))));
    disk.results.put(step, exit.matches() ? Integer.parseInt(exit.group(1)) : 0);
    host.began(run, disk, step);
  }

  private void beat() throws No {
    need("leaseuntil");
    switch (disk.state) {
      case ARMED -> {
        require(disk.boot.equals(host.boot()), "boot");
        require(disk.lapse(host.boot(), host.uptime()).isEmpty(), "late");
        long until = Math.min(number("leaseuntil"), host.uptime() + disk.lease);
        disk.leaseUntil = Math.max(disk.leaseUntil, until);
      }
      case PREPARED, CONFIRMED -> {}
      default -> throw new No("state");
    }
  }

  private void extend() throws No {
    need("deadline");
    inState(GuardState.ARMED);
    forward();
    long deadline = number("deadline");
    require(deadline <= disk.cap, "cap");
    disk.hold += Math.max(0, deadline - disk.deadline);
    disk.deadline = Math.max(disk.deadline, deadline);
  }

  private void witness() throws No {
    inState(GuardState.ARMED);
    forward();
    allDone();
    require(disk.witness && !disk.word.equals("none"), "bad");
    disk.code = "K7M2QX";
  }

  private void word() throws No {
    need("code");
    inState(GuardState.ARMED);
    forward();
    require(!disk.code.isEmpty(), "state");
    if (!disk.given) {
      require(disk.tries < 5, "tries");
      disk.tries++;
    }
    require(disk.code.equals(field("code")), "wrong-code");
    disk.given = true;
  }

  private void prepare() throws No {
    need("expiry");
    if (disk.state == GuardState.PREPARED) {
      forward();
      return; // never renews
    }
    inState(GuardState.ARMED);
    forward();
    allDone();
    require(!disk.isLastAgent(), "voters");
    wordGiven();
    require(number("expiry") > host.uptime(), "late");
    disk.state = GuardState.PREPARED;
    disk.expiry = number("expiry");
  }

  private void commit() throws No {
    if (disk.state.isKept()) {
      return;
    }
    require(disk.kind == NodeKind.VOTER, "voters");
    inState(disk.isLastAgent() ? GuardState.ARMED : GuardState.PREPARED);
    forward();
    if (disk.isLastAgent()) {
      allDone();
      wordGiven();
    }
    disk.state = GuardState.CONFIRMED;
    host.confirmed();
  }

  private void abort() throws No {
    if (disk.state == GuardState.NONE) {
      tombstone();
      return;
    }
    sameEpoch();
    inTime();
    if (disk.state.isOpen()) {
      host.turnBack(disk);
    } else {
      require(disk.state.isReverting(), "state");
    }
  }

  private void fence() throws No {
    if (disk.state == GuardState.NONE) {
      tombstone();
      return;
    }
    inTime();
    if (number("epoch") > disk.epoch) {
      disk.epoch = number("epoch");
      disk.nonce = field("nonce");
    } else {
      sameEpoch();
    }
  }

  /** A run that was never armed here never will be. */
  private void tombstone() throws No {
    disk.state = GuardState.REVERTED;
    disk.epoch = number("epoch");
    disk.nonce = field("nonce");
    disk.boot = host.boot();
  }

  private void revert() throws No {
    inTime();
    require(
        field("proof").equals("1") && disk.kind == NodeKind.VOTER && disk.voters() >= 2, "voters");
    if (disk.state == GuardState.CONFIRMED) {
      host.turnBack(disk);
    } else {
      require(disk.state.isReverting(), "state");
    }
  }

  private void seal() throws No {
    inTime();
    require(disk.state.isKept(), "state");
    disk.state = GuardState.SEALED;
  }

  private void release() throws No {
    inTime();
    require(disk.kind == NodeKind.SOFT, "voters");
    switch (field("outcome")) {
      case "confirmed" -> {
        if (disk.isLive()) {
          disk.state = disk.state.isOpen() ? GuardState.SEALED : GuardState.REVERTED;
          host.ended();
        }
      }
      case "rolledback" -> {
        if (disk.state.isOpen()) {
          host.turnBack(disk);
        }
        disk.released = disk.released || disk.isLive();
      }
      default -> throw new No("bad");
    }
  }
}
