package io.safeops.plan;

import io.safeops.document.FileHeader;
import io.safeops.document.Schema;
import io.safeops.facts.node.Component;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The schema of a plan. */
public final class PlanSchema {

  private static final Schema NODE = ParamType.NODE.schema();

  private static final Schema PARAM =
      Schema.fields(
          Schema.required(
              "type",
              Schema.words(Arrays.stream(ParamType.values()).map(ParamType::keyword).toList()),
              "the type of its values"),
          Schema.optional(
              "default",
              Schema.text(),
              "the value if none is given; a parameter without one is required, unless it is optional"),
          Schema.optional(
              "optional",
              new Schema.Flag(),
              "whether it may have no value. Then its argument is left out; an expectation or probe is"
                  + " left out if none of its optional parameters has a value"),
          Schema.optional(
              "enum",
              Schema.someOf(Schema.text()),
              "the allowed values; all of the type if missing"),
          Schema.optional(
              "description", Schema.text(), "what the value is, for the operator who gives it"));

  static final Schema PARAMS =
      new Schema.MapOf(Schema.text(ParamReader.NAME, ParamReader.NAME_EXPECTED), PARAM);

  private static final Schema.Key FROM =
      Schema.optional(
          "from", NODE, "the node that sends, or a role; if missing, every node that has a guard");

  private static final Schema.Key TO = Schema.required("to", ParamType.IP.schema(), "the address");

  private static final Schema.Key PING =
      Schema.optional(
          "ping",
          Schema.fields(
              FROM,
              TO,
              Schema.optional(
                  "count",
                  new Schema.WholeNumber(1, 100),
                  "the number of packets, 3 if missing; all of them must be answered")),
          "an address that must answer pings");

  private static final Schema.Key TCP =
      Schema.optional(
          "tcp",
          Schema.fields(
              FROM, TO, Schema.required("port", new Schema.WholeNumber(1, 65535), "the port")),
          "a TCP port that must accept connections");

  private static final Schema.Key COMPONENT =
      Schema.optional(
          "component",
          Schema.fields(
              Schema.required("name", Schema.words(Component.NAMES), "the component"),
              Schema.optional(
                  "nodes",
                  Schema.listOf(NODE),
                  "the nodes to check; if missing, every node that has the component")),
          "a component that must be active");

  private static final Schema PROBE =
      Schema.anyOf(
          Schema.word(CheckReader.STORM),
          Schema.fields(
                  Schema.optional(
                      CheckReader.STORM,
                      Schema.fields(),
                      "no broadcast storm on the uplinks of the changed bridges"),
                  PING,
                  TCP,
                  COMPONENT)
              .exactlyOneOf(CheckReader.PROBES.toArray(String[]::new)));

  /** The settings of the guard. */
  static final Schema GUARD =
      new Schema.WithParameters(
          Schema.fields(
              Schema.optional(
                  "deadline",
                  new Schema.Duration(),
                  "the time from arming to the latest moment to confirm, 10s to 30m; 5m if missing"),
              Schema.optional(
                  "lease",
                  new Schema.Duration(),
                  "how long a node waits for a message of the run before it undoes the change, 2s to 5m;"
                      + " 15s if missing"),
              Schema.optional(
                  "hold",
                  new Schema.Duration(),
                  "how long all checks must hold before the run can be confirmed, 1s to 10m; 20s if missing"),
              Schema.optional(
                  "probes",
                  Schema.listOf(PROBE),
                  "the checks that the nodes make until the end; if missing, only the storm probe")));

  private static final Schema NODES =
      Schema.fields(
              Schema.optional("role", NODE, "the nodes with this role in the inventory"),
              Schema.optional("names", Schema.listOf(NODE), "the nodes with these names"),
              Schema.optional(
                  "where", Schema.text(), "CEL: the nodes for which it is true; `it` is the node"))
          .exactlyOneOf("role", "names", "where");

  private static final Schema EXPECTATION =
      Schema.anyOf(
          Schema.text(),
          Schema.fields(
                  Schema.optional(
                      "within",
                      new Schema.Duration(),
                      "how long it may take until the check holds; 30s if missing"),
                  Schema.optional(
                      "holds", Schema.text(), "CEL: what must be true; `cluster` is the facts"),
                  PING,
                  TCP,
                  COMPONENT)
              .exactlyOneOf("holds", "ping", "tcp", "component"));

  private PlanSchema() {}

  /**
   * A plan.
   *
   * @param actions a key for each action, with the schema of its arguments
   */
  public static Schema.Fields of(Collection<Schema.Key> actions) {
    return FileHeader.schema("Plan", "the plan")
        .and(
            Schema.optional(
                "params",
                PARAMS,
                "the parameters; `-p NAME=VALUE` gives a value, `${NAME}` uses it"))
        .and(guard())
        .and(steps(actions));
  }

  /** The key with the settings of the guard. */
  public static Schema.Key guard() {
    return Schema.optional(
        "guard",
        GUARD,
        "how the nodes guard the change. A plan only tightens what the inventory says");
  }

  /** The key with the steps. */
  public static Schema.Key steps(Collection<Schema.Key> actions) {
    return Schema.required(
        "steps",
        new Schema.WithParameters(Schema.someOf(step(actions))),
        "the steps in their order, each with one action");
  }

  /** A plan whose actions are known by name alone. */
  static Schema named(Collection<String> actions) {
    return of(keys(actions));
  }

  /** The steps of such a plan. */
  static Schema namedSteps(Collection<String> actions) {
    return steps(keys(actions)).schema();
  }

  private static List<Schema.Key> keys(Collection<String> actions) {
    return actions.stream()
        .map(name -> Schema.optional(name, new Schema.Anything(), "an action"))
        .toList();
  }

  private static Schema step(Collection<Schema.Key> actions) {
    Schema.Fields step =
        Schema.fields(
            Schema.optional(
                "id",
                Schema.text(StepReader.ID, StepReader.ID_EXPECTED),
                "the name of the step in messages"),
            Schema.optional(
                "nodes", NODES, "the nodes that the step is done on, by one of role, names, where"),
            Schema.optional(
                "serial",
                Schema.text(StepReader.SERIAL, StepReader.SERIAL_EXPECTED),
                "on how many nodes at once: a number of nodes or a share such as 10%"),
            Schema.optional(
                "expect",
                Schema.listOf(EXPECTATION),
                "what must hold after the step: conditions over the facts, or packets that must arrive"));
    for (Schema.Key action : actions) {
      step = step.and(action);
    }
    return step.oneKeyOf("action", actions.stream().map(Schema.Key::name).toList());
  }
}
