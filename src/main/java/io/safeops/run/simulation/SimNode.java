package io.safeops.run.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.guard.GuardReply;
import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import io.safeops.guard.NodeKind;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A node's guard under simulated time: the table of the guard protocol, one synced write per
 * message, as the shell guard has it on real nodes. It holds one run after another and says of
 * itself whether the change is there.
 */
public final class SimNode implements SimMessage.Host {

  private static final Duration TICK = Duration.ofMillis(200);
  private static final Duration LOOK = Duration.ofMillis(20);
  // Centiseconds that an answer is waited for after a step's own time limit.
  private static final long AFTER_STEP = 1000;

  private final String name;
  private final SimLoop loop;
  private final SimStorage storage = new SimStorage();
  private final TreeSet<String> changes = new TreeSet<>();
  private long bootedAt;
  private int boots = 1;
  private boolean up = true;
  private boolean undoFails;
  private boolean everConfirmed;
  private boolean localHolds;
  private String says = "";
  private int tried;
  private String heard = "";
  private boolean survivesReboot;
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
    return storage.known(run).map(SimDisk::shown).orElse(GuardState.NONE);
  }

  /** How long until it undoes by itself, as it counts; zero if it would not. */
  public Duration untilUndo(String run) {
    return storage
        .known(run)
        .map(disk -> Duration.ofMillis(remaining(disk) * 10))
        .orElse(Duration.ZERO);
  }

  private long remaining(SimDisk disk) {
    long until =
        switch (disk.state) {
          case ARMED -> disk.deadline;
          case PREPARED -> disk.expiry;
          default -> 0;
        };
    return Math.max(0, until - uptime());
  }

  public String code(String run) {
    return storage.known(run).map(disk -> disk.code).orElse("");
  }

  public boolean wasConfirmed() {
    return everConfirmed;
  }

  public boolean isLocalHolding() {
    return localHolds;
  }

  public boolean isUp() {
    return up;
  }

  // --- faults ---

  /** From now on it says this of who takes part in its runs, {@code n0:voter,n1:soft}. */
  public void says(String nodes) {
    says = nodes;
  }

  /** The power goes and comes back: what is on disk stays, the rest is gone, the boot id is new. */
  public void powerCut(Duration off) {
    up = false;
    loop.after(
        off,
        () -> {
          up = true;
          boots++;
          bootedAt = loop.now();
          storage.lose();
          tick();
        });
  }

  /** Started again without what it held of any run; what steps have changed is still there. */
  public void losesItsDisk() {
    losesItsDisk(Duration.ofSeconds(1));
  }

  /** The same, and it is off for so long. */
  public void losesItsDisk(Duration off) {
    storage.forget();
    powerCut(off);
  }

  /** Its uptime goes back, and nothing else tells of it: a machine put back to a snapshot. */
  public void timeGoesBack(Duration by) {
    bootedAt = Math.min(loop.now(), bootedAt + by.toNanos());
  }

  /** Nothing is written any more until there is room again; what needs no disk goes on. */
  public void diskIsFull(boolean full) {
    storage.full(full);
    storage.all().keySet().forEach(storage::save);
  }

  /**
   * The disk answers nobody for so long, or until the power is cut.
   *
   * @param lands whether what was being written is on it in the end
   */
  public void diskHangs(Duration length, boolean lands) {
    int boot = boots;
    storage.hang(lands);
    loop.after(
        length,
        () -> {
          if (up && boot == boots) {
            storage.goOn();
          }
        });
  }

  /** What comes of the question that its undo would ask, when it is tried. */
  public void trialEnds(int exit, String says) {
    tried = exit;
    heard = says;
  }

  /** Its guard is on a disk and in units that a reboot keeps, and it says so. */
  public void survivesReboot() {
    survivesReboot = true;
  }

  public void failUndo(boolean fails) {
    undoFails = fails;
  }

  public void stepTakes(Duration length) {
    stepTakes = length;
  }

  /** A probe trips. */
  public void trip(String run) {
    storage
        .known(run)
        .filter(disk -> disk.state.isOpen() && !storage.isInDoubt(run))
        .ifPresent(
            disk -> {
              turnBack(disk);
              storage.save(run);
            });
  }

  // --- the guard's own watch ---

  @Override
  public String boot() {
    return name + "-boot-" + boots;
  }

  @Override
  public long uptime() {
    return (loop.now() - bootedAt) / 10_000_000;
  }

  private void tick() {
    int boot = boots;
    loop.after(
        TICK,
        () -> {
          if (up && boot == boots) {
            storage.all().forEach(this::watch);
            tick();
          }
        });
  }

  private void watch(String run, SimDisk disk) {
    if (disk.state == GuardState.REVERTING) {
      revert(run, disk);
      storage.save(run);
    } else if (!disk.lapse(boot(), uptime()).isEmpty() && !storage.isInDoubt(run)) {
      turnBack(disk);
      storage.save(run);
    }
    disk.seen = uptime();
  }

  @Override
  public void turnBack(SimDisk disk) {
    disk.state = GuardState.REVERTING;
    restartHold(disk);
  }

  /** The hold of a soft node counts in this boot's uptime; in another it begins again, in full. */
  private void restartHold(SimDisk disk) {
    if (!disk.holdBoot.equals(boot()) || uptime() < disk.holdFrom) {
      disk.holdBoot = boot();
      disk.holdFrom = uptime();
    }
  }

  private void revert(String run, SimDisk disk) {
    restartHold(disk);
    if (disk.kind == NodeKind.SOFT) {
      localHolds = true;
      boolean over = disk.released || uptime() > disk.holdFrom + disk.hold;
      if (over && storage.isWritable()) {
        disk.state = GuardState.REVERTED;
        ended();
      }
      return;
    }
    disk.undoFails = undoFails;
    if (!undoFails) {
      for (int step = 1; step <= disk.begun; step++) {
        changes.remove(run + "/" + step);
      }
      if (storage.isWritable()) {
        disk.state = GuardState.REVERTED;
      }
    }
  }

  @Override
  public boolean isHeldByAnother(String run) {
    return storage.all().entrySet().stream()
        .anyMatch(
            other ->
                !other.getKey().equals(run)
                    && (other.getValue().isLive()
                        || other.getValue().state == GuardState.CONFIRMED));
  }

  @Override
  public void confirmed() {
    everConfirmed = true;
  }

  @Override
  public void ended() {
    localHolds = false;
  }

  @Override
  public void began(String run, SimDisk disk, int step) {
    int boot = boots;
    loop.after(
        stepTakes,
        () -> {
          if (up && boot == boots && disk.state == GuardState.ARMED) {
            changes.add(run + "/" + step);
            disk.done = step;
            disk.failed = disk.results.getOrDefault(step, 0) != 0;
            storage.save(run);
          }
        });
  }

  // --- messages ---

  /** Answers a request; the result of a step comes when the step has ended. */
  public void handle(GuardRequest request, Consumer<GuardReply> later) {
    String run = request.fields().getOrDefault("run", "");
    if (request.verb() == Verb.HELLO || request.verb() == Verb.CHECK) {
      later.accept(reply("", new SimDisk(), "", trial(request)));
      return;
    }
    SimDisk disk = storage.of(run);
    if (!storage.isWritable() && request.verb() != Verb.BEAT) {
      withoutDisk(run, request, later);
      return;
    }
    long led = disk.epoch;
    String why = new SimGuard(this, request, disk).obey();
    storage.save(run);
    if (request.verb() == Verb.FENCE && disk.epoch > led && !disk.nodes.isEmpty()) {
      later.accept(reply(run, disk, why, extra(Verb.STATUS, disk, why)));
      return;
    }
    if (request.verb() == Verb.DO && why.isEmpty()) {
      int step = Integer.parseInt(request.fields().get("step"));
      long limit = Long.parseLong(request.fields().get("timeout")) + AFTER_STEP;
      awaitStep(run, disk, step, uptime() + limit, later);
      return;
    }
    later.accept(reply(run, disk, why, extra(request.verb(), disk, why)));
  }

  private Map<String, String> trial(GuardRequest request) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (request.fields().containsKey("try")) {
      fields.put("tried", String.valueOf(tried));
      fields.put("heard", Base64.getEncoder().encodeToString(heard.getBytes(UTF_8)));
    }
    if (survivesReboot) {
      fields.put("reboot", "yes");
    }
    return fields;
  }

  private void withoutDisk(String run, GuardRequest request, Consumer<GuardReply> later) {
    SimDisk wanted = storage.of(run).copy();
    String why = new SimGuard(new Trial(), request, wanted).obey();
    storage
        .attempt(run, wanted, why)
        .ifPresent(
            word ->
                later.accept(
                    reply(
                        run, storage.of(run), word, extra(request.verb(), storage.of(run), word))));
  }

  /** This node for a message that changes nothing yet. */
  private final class Trial implements SimMessage.Host {
    @Override
    public String boot() {
      return SimNode.this.boot();
    }

    @Override
    public long uptime() {
      return SimNode.this.uptime();
    }

    @Override
    public boolean isHeldByAnother(String run) {
      return SimNode.this.isHeldByAnother(run);
    }

    @Override
    public void turnBack(SimDisk disk) {
      SimNode.this.turnBack(disk);
    }

    @Override
    public void began(String run, SimDisk disk, int step) {
      // It is on no disk, so it is not done.
    }

    @Override
    public void confirmed() {
      // As it is not on the disk, it is not so.
    }

    @Override
    public void ended() {
      // The same.
    }
  }

  private Map<String, String> extra(Verb verb, SimDisk disk, String why) {
    return switch (verb) {
      case WORD ->
          why.equals("wrong-code") || why.equals("tries")
              ? Map.of("tries", String.valueOf(5 - disk.tries))
              : Map.of();
      case STATUS ->
          why.isEmpty() && disk.state != GuardState.NONE
              ? Map.of(
                  "kind",
                  disk.nodes.isEmpty() ? "" : disk.kind.wireName(),
                  "nodes",
                  says.isEmpty() ? disk.nodes : says)
              : Map.of();
      default -> Map.of();
    };
  }

  private void awaitStep(
      String run, SimDisk disk, int step, long until, Consumer<GuardReply> later) {
    if (disk.done >= step) {
      String result = String.valueOf(disk.results.getOrDefault(step, 0));
      later.accept(reply(run, disk, "", Map.of("rc", result)));
    } else if (disk.state != GuardState.ARMED) {
      later.accept(reply(run, disk, "state", Map.of()));
    } else if (uptime() >= until) {
      later.accept(reply(run, disk, "step", Map.of()));
    } else {
      int boot = boots;
      loop.after(
          LOOK,
          () -> {
            if (up && boot == boots) {
              awaitStep(run, disk, step, until, later);
            }
          });
    }
  }

  private GuardReply reply(String run, SimDisk disk, String why, Map<String, String> extra) {
    Map<String, String> fields = new LinkedHashMap<>();
    if (!why.isEmpty()) {
      fields.put("why", why);
    }
    fields.put("run", run);
    fields.put("epoch", String.valueOf(disk.epoch));
    fields.put("nonce", disk.nonce);
    fields.put("boot", boot());
    fields.put("uptime", String.valueOf(uptime()));
    fields.put("state", disk.shown().name());
    fields.put("done", String.valueOf(disk.done));
    fields.put("staged", String.valueOf(disk.staged));
    fields.put("remaining", String.valueOf(remaining(disk)));
    fields.putAll(extra);
    return new GuardReply(why.isEmpty(), fields);
  }
}
