package io.safeops.cli.view;

import io.safeops.diagnosis.Diagnosis;
import io.safeops.diagnosis.Diagnosis.Compared;
import io.safeops.diagnosis.Finding;
import io.safeops.facts.node.Node;
import io.safeops.paths.intent.Unmodelled;
import io.safeops.paths.model.Answer;
import io.safeops.paths.trace.Traced;
import io.safeops.paths.verdict.ClusterPaths;
import io.safeops.paths.verdict.HopFault;
import io.safeops.policy.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what is wrong with a cluster: {@code doctor}.
 *
 * <p>JSON: one object. {@code nodes} is their number; {@code unread} names those that could not be
 * read; {@code problems} says what could not be read of the others and of the databases; {@code
 * hanging} has for each of both the paths of others that need it; {@code neutron} is {@code read}
 * or the reason why not, where the inventory names an OpenStack; {@code paths} has the number of
 * paths by answer, {@code {"judged", "works", "degraded", "asLastProgrammed", "unknown", "broken",
 * "notModelled", "idle", "notModelledNames"}}; {@code settled} says what only an earlier look has
 * found; {@code baseline} is {@code {"file", "collectedAt", "gone", "goneNames", "unread"}} if
 * there is one; {@code findings} has an object for each violation, {@code {"rule", "severity",
 * "message", "evidence", "source", "mend": [COMMAND]}}, with {@code "noMend"} where a command is
 * known and not shown, with {@code "hop", "answer", "paths", "ends"} where it is about paths, and
 * with {@code "baseline": true} where only the baseline asks for them. With {@code --packets},
 * {@code traces} has an object for each class of paths, {@code {"node", "path", "kind", "switch",
 * "facts", "trace", "text", "fault"}}: what the facts say of the path, and what the trace says.
 */
public sealed interface DoctorView {

  /** The lists of paths that JSON has are cut after so many, so that the object stays readable. */
  int MOST_ENDS = 1_000;

  /** As many things of each kind a line names that has several kinds. */
  int MOST_OF_A_KIND = 3;

  /** As many things a line for people names. */
  int MOST_NAMED = 8;

  /**
   * @param inventory as the operator typed it, for the commands that are shown
   */
  static DoctorView of(Format format, Optional<String> inventory) {
    return format.choose(
        output -> new Text(output, inventory), output -> new Json(output, inventory));
  }

  /**
   * @param traces of packets, if they were asked for
   */
  void show(Diagnosis diagnosis, Optional<List<Traced>> traces);

  private static List<String> commands(Finding finding, Optional<String> inventory) {
    return finding.remedies().stream().map(each -> each.command(inventory)).toList();
  }

  /** The first of many, and how many more there are. */
  private static List<String> first(int most, List<String> all) {
    if (all.size() <= most) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, most));
    some.add("and " + (all.size() - most) + " more");
    return some;
  }

  /** For people. */
  record Text(Output output, Optional<String> inventory) implements DoctorView {
    @Override
    public void show(Diagnosis diagnosis, Optional<List<Traced>> traces) {
      diagnosis.findings().forEach(finding -> finding(finding, diagnosis));
      List<Traced> packets = traces.orElse(List.of());
      packets.stream().filter(Traced::isFault).forEach(this::trace);
      packets.stream().filter(each -> !each.isFault()).forEach(this::trace);
      if (!diagnosis.settled().isEmpty()) {
        output.line(
            "settled meanwhile: " + String.join(", ", first(MOST_NAMED, diagnosis.settled())));
      }
      diagnosis.baseline().ifPresent(this::baseline);
      for (Node node : diagnosis.unread()) {
        output.line("UNREAD " + node.name() + ": " + node.unreachable().orElse(""));
        hanging(diagnosis, node);
      }
      for (Node node : diagnosis.partly()) {
        node.problems().forEach(problem -> output.line("UNREAD " + node.name() + ": " + problem));
        hanging(diagnosis, node);
      }
      diagnosis.databaseProblems().forEach(problem -> output.line("UNREAD " + problem));
      diagnosis.neutronProblem().ifPresent(why -> output.line("UNREAD Neutron: " + why));
      output.line(paths(diagnosis.paths()));
      output.line(summary(diagnosis, packets));
    }

    private void trace(Traced traced) {
      String says = "TRACE " + traced.node() + ": " + traced.path().getLabel() + ": ";
      if (traced.isFault()) {
        output.line(
            "FAULT "
                + says
                + traced.text()
                + ", although the facts say that it passes. Unless an ACL drops it on purpose, the"
                + " flows are wrong");
      } else {
        output.line(
            says
                + traced.verdict().word()
                + (traced.text().isEmpty() ? "" : ": " + traced.text())
                + (traced.passesDespiteFacts()
                    ? ", although the facts say that it is "
                        + traced.path().answer().word()
                        + ": a trace ends at the wire"
                    : ""));
      }
    }

    private void finding(Finding finding, Diagnosis diagnosis) {
      Violation violation = finding.violation();
      String asked =
          finding.ofBaseline()
              ? diagnosis
                  .baseline()
                  .map(each -> ". The baseline " + each.baseline().file() + " has it")
                  .orElse("")
              : "";
      output.line(
          (finding.isFault() ? "FAULT " : "WARNING ")
              + violation.rule()
              + ": "
              + violation.message()
              + asked);
      List<String> commands = commands(finding, inventory);
      if (commands.size() > 1) {
        output.line("      mend, one of:");
        commands.forEach(command -> output.line("        " + command));
      } else {
        commands.forEach(command -> output.line("      mend: " + command));
      }
      finding.withheld().ifPresent(why -> output.line("      " + why));
    }

    private void hanging(Diagnosis diagnosis, Node node) {
      List<String> paths = diagnosis.hanging().getOrDefault(node.name(), List.of());
      if (!paths.isEmpty()) {
        output.line(
            "      not known whether it works: " + String.join(", ", first(MOST_NAMED, paths)));
      }
    }

    private void baseline(Compared compared) {
      output.line(
          "baseline "
              + compared.baseline().file()
              + " of "
              + compared.baseline().cluster().collectedAt()
              + ": "
              + (compared.gone().isEmpty()
                  ? "all its ends are there"
                  : (compared.gone().size() == 1
                          ? "1 end of it is"
                          : compared.gone().size() + " ends of it are")
                      + " gone, deleted or switched off since: "
                      + String.join(", ", first(MOST_NAMED, compared.gone())))
              + (compared.baseline().unread().isEmpty()
                  ? ""
                  : "; it could not read "
                      + String.join(", ", first(MOST_NAMED, compared.baseline().unread()))));
    }

    private static String paths(ClusterPaths paths) {
      List<String> parts = new ArrayList<>();
      long judged = paths.judged();
      parts.add(judged == 1 ? "1 path judged" : judged + " paths judged");
      for (Answer answer :
          List.of(
              Answer.WORKS,
              Answer.DEGRADED,
              Answer.BROKEN,
              Answer.UNKNOWN,
              Answer.AS_LAST_PROGRAMMED)) {
        long count = paths.count(answer);
        if (count > 0) {
          parts.add(count + " " + (answer == Answer.WORKS && count > 1 ? "work" : answer.word()));
        }
      }
      return String.join(", ", parts)
          + (paths.idle() == 0 ? "" : "; " + ports(paths.idle()) + " used by nobody (idle)")
          + (paths.notModelled() == 0
              ? ""
              : "; "
                  + paths.notModelled()
                  + " cannot be decided (not modelled): "
                  + String.join(", ", Unmodelled.texts(paths.unmodelled(), MOST_OF_A_KIND)));
    }

    private static String ports(long count) {
      return count == 1 ? "1 logical port is" : count + " logical ports are";
    }

    private static String summary(Diagnosis diagnosis, List<Traced> packets) {
      long faults = diagnosis.faults().size() + packets.stream().filter(Traced::isFault).count();
      int warnings = diagnosis.warnings().size();
      int unread = diagnosis.unread().size();
      int partly = diagnosis.partly().size();
      int read = diagnosis.cluster().nodes().size() - unread;
      return (faults == 0 ? "no fault found" : faults == 1 ? "1 fault" : faults + " faults")
          + (warnings == 0 ? "" : warnings == 1 ? ", 1 warning" : ", " + warnings + " warnings")
          + " on "
          + (read == 1 ? "1 node" : read + " nodes")
          + (unread == 0 ? "" : "; " + unread + " could not be read")
          + (partly == 0 ? "" : "; " + partly + " could be read only in part")
          + (diagnosis.databaseProblems().isEmpty() ? "" : "; a database could not be read whole");
    }
  }

  /** For programs. */
  record Json(Output output, Optional<String> inventory) implements DoctorView {
    @Override
    public void show(Diagnosis diagnosis, Optional<List<Traced>> traces) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("nodes", diagnosis.cluster().nodes().size());
      all.put("unread", diagnosis.unread().stream().map(Node::name).toList());
      all.put("problems", diagnosis.problems());
      Map<String, Object> hanging = new LinkedHashMap<>();
      diagnosis.hanging().forEach((node, paths) -> hanging.put(node, first(MOST_ENDS, paths)));
      all.put("hanging", hanging);
      diagnosis
          .cluster()
          .neutron()
          .ifPresent(asked -> all.put("neutron", asked.problem().orElse("read")));
      all.put("paths", paths(diagnosis.paths()));
      all.put("settled", diagnosis.settled());
      diagnosis.baseline().ifPresent(compared -> all.put("baseline", baseline(compared)));
      all.put("findings", diagnosis.findings().stream().map(this::finding).toList());
      traces.ifPresent(
          packets -> all.put("traces", packets.stream().map(DoctorView.Json::trace).toList()));
      output.json(all);
    }

    private static Map<String, Object> trace(Traced traced) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("node", traced.node());
      shown.put("path", traced.path().getLabel());
      shown.put("kind", traced.path().getKind());
      shown.put("switch", traced.path().end().switchName());
      shown.put("facts", traced.path().getAnswer());
      shown.put("trace", traced.verdict().word());
      shown.put("text", traced.text());
      shown.put("fault", traced.isFault());
      return shown;
    }

    private Map<String, Object> finding(Finding finding) {
      Violation violation = finding.violation();
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("rule", violation.rule());
      shown.put("severity", violation.severity().name().toLowerCase(Locale.ROOT));
      shown.put("message", violation.message());
      finding.hop().ifPresent(hop -> shown.putAll(hop(hop)));
      if (finding.ofBaseline()) {
        shown.put("baseline", true);
      }
      shown.put("evidence", violation.trace());
      shown.put("source", violation.source());
      shown.put("mend", commands(finding, inventory));
      finding.withheld().ifPresent(why -> shown.put("noMend", why));
      return shown;
    }

    private static Map<String, Object> hop(HopFault hop) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("hop", hop.id());
      shown.put("answer", hop.getAnswer());
      shown.put("paths", hop.paths());
      shown.put("ends", first(MOST_ENDS, hop.keys()));
      return shown;
    }

    private static Map<String, Object> paths(ClusterPaths paths) {
      Map<String, Object> counts = new LinkedHashMap<>();
      counts.put("judged", paths.judged());
      counts.put("works", paths.count(Answer.WORKS));
      counts.put("degraded", paths.count(Answer.DEGRADED));
      counts.put("asLastProgrammed", paths.count(Answer.AS_LAST_PROGRAMMED));
      counts.put("unknown", paths.count(Answer.UNKNOWN));
      counts.put("broken", paths.count(Answer.BROKEN));
      counts.put("notModelled", paths.notModelled());
      counts.put("notModelledNames", Unmodelled.texts(paths.unmodelled(), MOST_ENDS));
      counts.put("idle", paths.idle());
      return counts;
    }

    private static Map<String, Object> baseline(Compared compared) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("file", compared.baseline().file());
      shown.put("collectedAt", compared.baseline().cluster().collectedAt());
      shown.put("gone", compared.gone().size());
      shown.put("goneNames", first(MOST_ENDS, compared.gone()));
      shown.put("unread", compared.baseline().unread());
      return shown;
    }
  }
}
