package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The processes of components, and what the daemons answered on their control sockets, from the
 * sections {@code control} and {@code processes} of {@code facts.sh}.
 */
final class ProcessFacts {

  /** What each daemon of OVS and OVN is called, in a unit or in a container. */
  private static final Map<String, String> PROGRAMS =
      Map.of(
          ComponentName.NORTHBOUND.word(), "ovsdb-server",
          ComponentName.SOUTHBOUND.word(), "ovsdb-server",
          ComponentName.NORTHD.word(), "ovn-northd",
          ComponentName.CONTROLLER.word(), "ovn-controller",
          ComponentName.VSWITCHD.word(), "ovs-vswitchd",
          ComponentName.OVSDB.word(), "ovsdb-server");

  /** By component, from the pidfiles. */
  private final Map<String, ProcessLine> daemons = new HashMap<>();

  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, String> said = new HashMap<>();

  /** All other processes that were seen. */
  private final List<ProcessLine> others = new ArrayList<>();

  private final Map<String, Long> containers = new HashMap<>();

  /**
   * @param control lines of {@code process COMPONENT STAT}, {@code answer COMPONENT WORD} and
   *     {@code said COMPONENT TEXT}
   * @param processes lines of {@code /proc/PID/stat} and of {@code container NAME PID}
   */
  static ProcessFacts of(String control, String processes) throws FactException {
    ProcessFacts facts = new ProcessFacts();
    for (String line : control.split("\n")) {
      String[] words = line.split(" ", 3);
      if (words.length == 3) {
        facts.control(words[0], words[1], words[2]);
      }
    }
    for (String line : processes.split("\n")) {
      String[] words = line.split(" ");
      if (words.length == 3 && words[0].equals("container") && words[2].matches("[0-9]{1,10}")) {
        facts.containers.put(UntrustedInput.text(words[1]), Long.parseLong(words[2]));
      } else {
        ProcessLine.of(line).ifPresent(facts.others::add);
      }
    }
    return facts;
  }

  private void control(String kind, String component, String value) throws FactException {
    switch (kind) {
      case "process" -> ProcessLine.of(value).ifPresent(process -> daemons.put(component, process));
      case "answer" -> answers.put(component, UntrustedInput.text(value));
      case "said" -> said.put(component, UntrustedInput.text(value));
      default -> {
        // Whatever it is, it is about no component.
      }
    }
  }

  /** The first line of a component's answer; empty if there is none. */
  String said(ComponentName component) {
    return said.getOrDefault(component.word(), "");
  }

  /**
   * The component with its process and its answer.
   *
   * @param mainPid of its unit; 0 if it has no unit or does not run
   */
  Component added(Component component, long mainPid) {
    Optional<ProcessLine> process =
        Optional.ofNullable(daemons.get(component.name()))
            .or(() -> ofUnit(component.name(), mainPid))
            .or(() -> ofContainer(component.name(), component.unit()))
            .filter(each -> !each.word().isEmpty());
    return component.toBuilder()
        .process(process.map(ProcessLine::word).orElse(""))
        .pid(process.map(ProcessLine::pid))
        .cpuCentis(process.map(ProcessLine::cpuCentis))
        .answer(answers.getOrDefault(component.name(), ""))
        .build();
  }

  private Optional<ProcessLine> ofUnit(String component, long mainPid) {
    return others.stream()
        .filter(process -> process.pid() == mainPid && isOf(component, process))
        .findFirst();
  }

  private Optional<ProcessLine> ofContainer(String component, String container) {
    Long first = containers.get(container);
    return first == null
        ? Optional.empty()
        : others.stream()
            .filter(process -> process.pid() == first || process.parent() == first)
            .filter(process -> isOf(component, process))
            .findFirst();
  }

  /** A unit may start its daemon by a program of its own, which is not the daemon. */
  private static boolean isOf(String component, ProcessLine process) {
    String program = PROGRAMS.get(component);
    return program == null || program.equals(process.program());
  }
}
