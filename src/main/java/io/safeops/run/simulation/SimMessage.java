package io.safeops.run.simulation;

import io.safeops.guard.GuardRequest;
import io.safeops.guard.GuardRequest.Verb;
import io.safeops.guard.GuardState;
import java.util.Map;

/** A message to a simulated guard, and what must hold before it is obeyed. */
abstract class SimMessage {

  /** The message was not obeyed, in the one word that the reply gives. */
  static final class No extends Exception {
    private static final long serialVersionUID = 1L;

    final String why;

    No(String why) {
      super(why, null, false, false);
      this.why = why;
    }
  }

  /** The node around the message. */
  interface Host {
    String boot();

    long uptime();

    /** Whether another run leaves no room for this one. */
    boolean isHeldByAnother(String run);

    void turnBack(SimDisk disk);

    void began(String run, SimDisk disk, int step);

    void confirmed();

    void ended();
  }

  final Host host;
  final Verb verb;
  final String run;
  final SimDisk disk;
  private final Map<String, String> fields;

  SimMessage(Host host, GuardRequest request, SimDisk disk) {
    this.host = host;
    this.verb = request.verb();
    this.fields = request.fields();
    this.run = field("run");
    this.disk = disk;
  }

  // --- what every message needs ---

  final void sameEpoch() throws No {
    require(number("epoch") == disk.epoch && field("nonce").equals(disk.nonce), "epoch");
  }

  /** In another boot a not-after says nothing, and what only leads back is obeyed. */
  final void inTime() throws No {
    boolean late =
        !field("notafter").isEmpty()
            && field("boot").equals(host.boot())
            && host.uptime() > number("notafter");
    require(!late, "late");
  }

  final void forward() throws No {
    need("boot", "notafter");
    require(field("boot").equals(host.boot()) && disk.boot.equals(host.boot()), "boot");
    require(host.uptime() <= number("notafter"), "late");
    require(disk.lapse(host.boot(), host.uptime()).isEmpty(), "late");
  }

  final void inState(GuardState wanted) throws No {
    require(disk.state == wanted, "state");
  }

  final void allDone() throws No {
    require(disk.done == disk.steps && !disk.failed, "step");
  }

  final void wordGiven() throws No {
    require(disk.word.equals("none") || !disk.witness || disk.given, "no-word");
  }

  // --- fields ---

  final String field(String name) {
    return fields.getOrDefault(name, "");
  }

  final long number(String name) throws No {
    String value = field(name);
    require(value.matches("0|[1-9][0-9]{0,14}"), "bad");
    return Long.parseLong(value);
  }

  final void need(String... names) throws No {
    for (String name : names) {
      require(!field(name).isEmpty(), "bad");
    }
  }

  static void require(boolean holds, String otherwise) throws No {
    if (!holds) {
      throw new No(otherwise);
    }
  }
}
