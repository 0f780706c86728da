package io.safeops.run.sim;

import io.safeops.guard.GuardState;
import io.safeops.guard.Kind;
import io.safeops.guard.Reply;
import io.safeops.guard.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A node's guard under simulated time: the table of the guard protocol, one synced write per
 * message, as the shell guard has it on real nodes. It holds one run after another and says of
 * itself whether the change is there.
 */
public final class SimNode {

  /** What the disk holds of one run. */
  private static final class Disk {
    GuardState state = GuardState.NONE;
    long epoch;
    String nonce = "";
    Kind kind = Kind.VOTER;
    String boot = "";
    String nodes = "";
    int steps;
    int staged;
    int done;
    long deadline;
    long cap;
    long lease;
    long leaseUntil;
    long expiry;
    long hold;
    long holdUntil;
    boolean needsWord;
    boolean word;
    String code = "";
    int tries = 5;
    final TreeSet<Integer> acts = new TreeSet<>();
    final TreeSet<Integer> begun = new TreeSet<>();
  }

  private final String name;
  private final SimLoop loop;
  private final Map<String, Disk> runs = new LinkedHashMap<>();
  private final TreeSet<String> changes = new TreeSet<>();
  private long bootedAt;
  private int boots = 1;
  private boolean up = true;
  private boolean undoFails;
  private boolean everConfirmed;
  private boolean localHolds;
  private Duration stepTakes = Duration.ofMillis(30);

  public SimNode(String name, SimLoop loop) {
    this.name = name;
    this.loop = loop;
    this.bootedAt = loop.now() - Duration.ofHours(1).toNanos();
    tick();
  }

  public String name() {
    return name;
  }

  // --- what tests look at ---

  public boolean isChanged() {
    return !changes.isEmpty();
  }

  public GuardState state(String run) {
    Disk disk = runs.get(run);
    return disk == null ? GuardState.NONE : disk.state;
  }

  public String code(String run) {
    Disk disk = runs.get(run);
    return disk == null ? "" : disk.code;
  }

  public boolean wasConfirmed() {
    return everConfirmed;
  }

  public boolean isLocalHolding() {
    return localHolds;
  }

  // --- faults ---

  /** The power goes and comes back: what is on disk stays, the rest is gone, the boot id is new. */
  public void powerCut(Duration off) {
    up = false;
    loop.after(
        off,
        () -> {
          up = true;
          boots++;
          bootedAt = loop.now();
          tick();
        });
  }

  public void failUndo(boolean fails) {
    undoFails = fails;
  }

  public void stepTakes(Duration length) {
    stepTakes = length;
  }

  /** A probe trips. */
  public void trip(String run) {
    Disk disk = runs.get(run);
    if (disk != null && disk.state.isOpen()) {
      turnBack(disk);
    }
  }

  public boolean isUp() {
    return up;
  }

  // --- the guard's own watch ---

  private String boot() {
    return name + "-boot-" + boots;
  }

  private long uptime() {
    return (loop.now() - bootedAt) / 10_000_000;
  }

  private void tick() {
    int boot = boots;
    loop.after(
        Duration.ofMillis(200),
        () -> {
          if (up && boot == boots) {
            runs.forEach((run, disk) -> watch(run, disk));
            tick();
          }
        });
  }

  private void watch(String run, Disk disk) {
    if (disk.state.isOpen()) {
      boolean due =
          !disk.boot.equals(boot())
              || (disk.state == GuardState.ARMED
                  && (uptime() >= disk.deadline || uptime() >= disk.leaseUntil))
              || (disk.state == GuardState.PREPARED && uptime() >= disk.expiry);
      if (due) {
        turnBack(disk);
      }
    } else if (disk.state == GuardState.REVERTING || disk.state == GuardState.REVERT_FAILED) {
      revert(run, disk);
    }
  }

  private void turnBack(Disk disk) {
    disk.state = GuardState.REVERTING;
    disk.holdUntil = uptime() + disk.hold;
  }

  private void revert(String run, Disk disk) {
    if (!disk.boot.equals(boot())) {
      disk.boot = boot();
      disk.holdUntil = uptime() + disk.hold;
    }
    if (disk.kind == Kind.SOFT) {
      localHolds = true;
      if (uptime() > disk.holdUntil) {
        disk.state = GuardState.REVERTED;
        localHolds = false;
      }
      return;
    }
    if (undoFails) {
      disk.state = GuardState.REVERT_FAILED;
      return;
    }
    disk.begun.forEach(step -> changes.remove(run + "/" + step));
    disk.state = GuardState.REVERTED;
  }

  // --- messages ---

  /** Answers a request; null when the answer comes only later, through {@code later}. */
  public void handle(Request request, java.util.function.Consumer<Reply> later) {
    Map<String, String> f = request.fields();
    String run = f.getOrDefault("run", "");
    if (run.isEmpty()) {
      later.accept(reply("", new Disk(), ""));
      return;
    }
    Disk disk = runs.computeIfAbsent(run, fresh -> new Disk());
    String why = refusal(request, run, disk);
    if (!why.isEmpty()) {
      later.accept(reply(run, disk, why));
      return;
    }
    if (request.verb() == Request.Verb.DO) {
      act(request, run, disk, later);
      return;
    }
    later.accept(reply(run, disk, obey(request, run, disk)));
  }

  private String refusal(Request request, String run, Disk disk) {
    Map<String, String> f = request.fields();
    long epoch = number(f, "epoch");
    String nonce = f.getOrDefault("nonce", "");
    switch (request.verb()) {
      case ARM -> {
        if (disk.state != GuardState.NONE) {
          return "state";
        }
      }
      case FENCE -> {
        return epoch > disk.epoch || (epoch == disk.epoch && nonce.equals(disk.nonce))
            ? ""
            : "epoch";
      }
      case ABORT -> {
        if (disk.state == GuardState.NONE) {
          return "";
        }
        if (epoch != disk.epoch || !nonce.equals(disk.nonce)) {
          return "epoch";
        }
        return "";
      }
      default -> {
        if (disk.state == GuardState.NONE) {
          return "run";
        }
        if (epoch != disk.epoch || !nonce.equals(disk.nonce)) {
          return "epoch";
        }
      }
    }
    if (f.containsKey("notafter") && uptime() > number(f, "notafter")) {
      return "late";
    }
    if (f.containsKey("boot")
        && (!f.getOrDefault("boot", "").equals(boot())
            || (disk.state != GuardState.NONE && !disk.boot.equals(boot())))) {
      return "boot";
    }
    return "";
  }

  private String obey(Request request, String run, Disk disk) {
    Map<String, String> f = request.fields();
    switch (request.verb()) {
      case ARM -> {
        for (Map.Entry<String, Disk> other : runs.entrySet()) {
          GuardState state = other.getValue().state;
          if (!other.getKey().equals(run) && state != GuardState.NONE && !state.isEnded()) {
            return "held";
          }
        }
        disk.epoch = number(f, "epoch");
        disk.nonce = f.getOrDefault("nonce", "");
        disk.kind = f.getOrDefault("kind", "").equals("voter") ? Kind.VOTER : Kind.SOFT;
        disk.nodes = f.getOrDefault("nodes", "");
        disk.boot = boot();
        disk.steps = (int) number(f, "steps");
        disk.deadline = number(f, "deadline");
        disk.cap = number(f, "cap");
        disk.lease = number(f, "lease");
        disk.leaseUntil = number(f, "leaseuntil");
        disk.hold = number(f, "hold");
        disk.needsWord =
            f.getOrDefault("word", "").equals("code") && f.getOrDefault("witness", "").equals("1");
        disk.state = GuardState.ARMED;
        return "";
      }
      case FENCE -> {
        disk.epoch = number(f, "epoch");
        disk.nonce = f.getOrDefault("nonce", "");
        if (disk.state == GuardState.NONE) {
          disk.state = GuardState.REVERTED;
        }
        return "";
      }
      case ABORT -> {
        if (disk.state == GuardState.NONE) {
          disk.epoch = number(f, "epoch");
          disk.nonce = f.getOrDefault("nonce", "");
          disk.state = GuardState.REVERTED;
          return "";
        }
        if (disk.state.isOpen()) {
          turnBack(disk);
          return "";
        }
        return "state";
      }
      case STAGE -> {
        int step = (int) number(f, "step");
        if (disk.state != GuardState.ARMED) {
          return "state";
        }
        if (step != disk.done + 1) {
          return "step";
        }
        disk.staged = step;
        if (f.getOrDefault("act", "").equals("1")) {
          disk.acts.add(step);
        } else {
          disk.done = step;
        }
        return "";
      }
      case BEAT -> {
        if (!disk.state.isOpen()) {
          return "state";
        }
        disk.leaseUntil = Math.max(disk.leaseUntil, number(f, "leaseuntil"));
        return "";
      }
      case EXTEND -> {
        long deadline = number(f, "deadline");
        if (disk.state != GuardState.ARMED) {
          return "state";
        }
        if (uptime() >= disk.deadline) {
          return "deadline";
        }
        if (deadline > disk.cap) {
          return "cap";
        }
        disk.hold += Math.max(0, deadline - disk.deadline);
        disk.deadline = Math.max(disk.deadline, deadline);
        return "";
      }
      case WITNESS -> {
        if (disk.state != GuardState.ARMED || disk.done < disk.steps) {
          return "state";
        }
        disk.code = disk.code.isEmpty() ? "K7M2QX" : disk.code;
        return "";
      }
      case WORD -> {
        if (disk.state != GuardState.ARMED || disk.code.isEmpty()) {
          return "state";
        }
        if (disk.tries == 0) {
          return "tries";
        }
        disk.tries--;
        if (!disk.code.equals(f.get("code"))) {
          return disk.tries == 0 ? "tries" : "wrong-code";
        }
        disk.word = true;
        return "";
      }
      case PREPARE -> {
        if (disk.state == GuardState.PREPARED) {
          return "";
        }
        if (disk.state != GuardState.ARMED || disk.done < disk.steps) {
          return "state";
        }
        if (uptime() >= disk.deadline) {
          return "deadline";
        }
        if (disk.needsWord && !disk.word) {
          return "no-word";
        }
        disk.state = GuardState.PREPARED;
        disk.expiry = number(f, "expiry");
        return "";
      }
      case COMMIT -> {
        return commit(disk);
      }
      case REVERT -> {
        if (voters(disk) < 2) {
          return "voters";
        }
        if (disk.state != GuardState.CONFIRMED) {
          return "state";
        }
        turnBack(disk);
        return "";
      }
      case SEAL -> {
        if (disk.kind != Kind.VOTER
            || (disk.state != GuardState.CONFIRMED && disk.state != GuardState.SEALED)) {
          return "state";
        }
        disk.state = GuardState.SEALED;
        return "";
      }
      case RELEASE -> {
        return release(f.getOrDefault("outcome", "").equals("confirmed"), disk);
      }
      default -> {
        return "";
      }
    }
  }

  private String commit(Disk disk) {
    if (disk.state == GuardState.CONFIRMED) {
      return "";
    }
    boolean last = disk.kind == Kind.VOTER && voters(disk) == 1;
    if (disk.state == GuardState.ARMED && last) {
      if (disk.done < disk.steps) {
        return "state";
      }
      if (uptime() >= disk.deadline) {
        return "deadline";
      }
      if (disk.needsWord && !disk.word) {
        return "no-word";
      }
    } else if (disk.state != GuardState.PREPARED) {
      return "state";
    } else if (uptime() >= disk.expiry) {
      return "deadline";
    }
    disk.state = GuardState.CONFIRMED;
    everConfirmed = true;
    return "";
  }

  private String release(boolean confirmed, Disk disk) {
    if (disk.kind != Kind.SOFT) {
      return "state";
    }
    if (disk.state == GuardState.REVERTING) {
      disk.state = GuardState.REVERTED;
      localHolds = false;
      return "";
    }
    if (disk.state.isOpen()) {
      if (confirmed) {
        disk.state = GuardState.SEALED;
      } else {
        turnBack(disk);
      }
      return "";
    }
    return disk.state.isEnded() ? "" : "state";
  }

  private void act(
      Request request, String run, Disk disk, java.util.function.Consumer<Reply> later) {
    int step = (int) number(request.fields(), "step");
    if (disk.begun.contains(step)) {
      later.accept(reply(run, disk, ""));
      return;
    }
    if (disk.state != GuardState.ARMED || step != disk.done + 1 || step != disk.staged) {
      later.accept(reply(run, disk, disk.state == GuardState.ARMED ? "step" : "state"));
      return;
    }
    if (uptime() >= disk.deadline) {
      later.accept(reply(run, disk, "deadline"));
      return;
    }
    disk.begun.add(step);
    int boot = boots;
    loop.after(
        stepTakes,
        () -> {
          if (!up || boot != boots || disk.state != GuardState.ARMED) {
            later.accept(reply(run, disk, "state"));
            return;
          }
          changes.add(run + "/" + step);
          disk.done = step;
          later.accept(reply(run, disk, ""));
        });
  }

  private static int voters(Disk disk) {
    return (int)
        java.util.Arrays.stream(disk.nodes.split(",")).filter(n -> n.endsWith(":voter")).count();
  }

  private Reply reply(String run, Disk disk, String why) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!why.isEmpty()) {
      fields.put("why", why);
    }
    fields.put("run", run);
    fields.put("epoch", String.valueOf(disk.epoch));
    fields.put("nonce", disk.nonce);
    fields.put("boot", boot());
    fields.put("uptime", String.valueOf(uptime()));
    fields.put("state", disk.state.name());
    fields.put("done", String.valueOf(disk.done));
    fields.put("staged", String.valueOf(disk.staged));
    fields.put("tries", String.valueOf(disk.tries));
    fields.put("rc", "0");
    fields.put("nodes", disk.nodes);
    return new Reply(why.isEmpty(), fields);
  }

  private static long number(Map<String, String> fields, String key) {
    return Long.parseLong(fields.getOrDefault(key, "0"));
  }
}
