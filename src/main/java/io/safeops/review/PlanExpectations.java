package io.safeops.review;

import io.safeops.action.CheckExpectation;
import io.safeops.action.Expectation;
import io.safeops.action.FactExpectation;
import io.safeops.action.Script;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Node;
import io.safeops.plan.Check;
import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Converts the expectations that the plan's author wrote for a step into probes on nodes and checks
 * of facts.
 */
final class PlanExpectations {

  private PlanExpectations() {}

  static List<Expectation> of(List<Check.TimedCheck> written, Cluster cluster) {
    List<Expectation> expectations = new ArrayList<>();
    for (Check.TimedCheck timedCheck : written) {
      Check check = timedCheck.check();
      if (check instanceof Check.Holds holds) {
        expectations.add(
            new FactExpectation(
                holds.written(), new WrittenExpression(holds.expression()), timedCheck.within()));
      } else if (check instanceof Check.Ping ping) {
        for (String node : from(ping.from(), cluster)) {
          expectations.add(
              new CheckExpectation(
                  node,
                  ping.count() + " of " + ping.count() + " pings to " + ping.to(),
                  ping(ping),
                  timedCheck.within()));
        }
      } else if (check instanceof Check.Tcp tcp) {
        for (String node : from(tcp.from(), cluster)) {
          expectations.add(
              new CheckExpectation(
                  node,
                  tcp.to() + " port " + tcp.port() + " answers",
                  tcp(tcp),
                  timedCheck.within()));
        }
      } else if (check instanceof Check.ComponentUp component) {
        expectations.add(
            new FactExpectation(
                component.name() + " is active",
                new ComponentActive(component.name(), component.nodes()),
                timedCheck.within()));
      }
    }
    return expectations;
  }

  /** Finds a node by name, else all nodes with that role, else all nodes. */
  private static List<String> from(Optional<String> from, Cluster cluster) {
    return cluster.nodes().stream()
        .filter(node -> node.absent().isEmpty())
        .filter(
            node ->
                from.isEmpty()
                    || node.name().equals(from.get())
                    || (cluster.node(from.get()).isEmpty() && node.hasRole(from.get())))
        .map(Node::name)
        .toList();
  }

  private static Script ping(Check.Ping ping) {
    return new Script(
        String.join(
            "\n",
            "count=" + ShellQuote.word(String.valueOf(ping.count())),
            "to=" + ShellQuote.word(ping.to()),
            "out=$(ping -n -c \"$count\" -i 0.2 -W 1 \"$to\" 2>&1 </dev/null)",
            "case $out in",
            "  *\" $count received\"*) exit 0 ;;",
            "esac",
            "printf '%s\\n' \"$out\" | tail -n 2",
            "exit 1"));
  }

  private static Script tcp(Check.Tcp tcp) {
    return new Script(
        String.join(
            "\n",
            "to=" + ShellQuote.word(tcp.to()),
            "port=" + ShellQuote.word(String.valueOf(tcp.port())),
            "if command -v nc >/dev/null; then nc -z -w 2 \"$to\" \"$port\" && exit 0",
            "else timeout 2 bash -c 'exec 3<>\"/dev/tcp/$0/$1\"' \"$to\" \"$port\" 2>/dev/null &&"
                + " exit 0; fi",
            "echo \"$to port $port takes no connection\"",
            "exit 1"));
  }
}
