package io.safeops.paths;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What real packets did: the answer of {@code lab packets --format json}.
 *
 * @param all in the order of the lab
 */
record Packets(List<Packet> all) {

  private static final Pattern PACKET =
      Pattern.compile(
          "\\{\"path\":\"([^\"]+)\",\"from\":\"([^\"]+)\",\"to\":\"([^\"]+)\",\"port\":\"([^\"]*)\","
              + "\"peer\":\"([^\"]+)\",\"answered\":(true|false)}");

  /**
   * The packets of one path.
   *
   * @param name as {@code outside->vm1}
   * @param from a VM or {@code outside}
   * @param port the logical port of {@code from}, if that is a VM, else of {@code to}
   * @param peer {@code provider}, {@code switch}, {@code router} or {@code dhcp}
   */
  record Packet(String name, String from, String to, String port, String peer, boolean answered) {}

  static Packets read(String json) {
    List<Packet> all = new ArrayList<>();
    Matcher each = PACKET.matcher(json);
    while (each.find()) {
      all.add(
          new Packet(
              each.group(1),
              each.group(2),
              each.group(3),
              each.group(4),
              each.group(5),
              each.group(6).equals("true")));
    }
    if (all.isEmpty()) {
      throw new AssertionError("no packets: " + json);
    }
    return new Packets(all);
  }

  /** The names of the paths whose packets were not answered, sorted. */
  List<String> lost() {
    TreeSet<String> lost = new TreeSet<>();
    all.stream().filter(each -> !each.answered()).forEach(each -> lost.add(each.name()));
    return List.copyOf(lost);
  }

  /** The same, of which only these are lost. */
  Packets losing(List<String> names) {
    return new Packets(
        all.stream()
            .map(
                each ->
                    new Packet(
                        each.name(),
                        each.from(),
                        each.to(),
                        each.port(),
                        each.peer(),
                        !names.contains(each.name())))
            .toList());
  }

  /** As it is read. */
  String json() {
    List<String> texts = new ArrayList<>();
    for (Packet each : all) {
      texts.add(
          "{\"path\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"port\":\"%s\",\"peer\":\"%s\",\"answered\":%s}"
              .formatted(
                  each.name(), each.from(), each.to(), each.port(), each.peer(), each.answered()));
    }
    return String.join("\n", texts);
  }

  /** The logical port of each VM. */
  Map<String, String> ports() {
    Map<String, String> ports = new LinkedHashMap<>();
    for (Packet each : all) {
      ports.putIfAbsent(each.from().startsWith("vm") ? each.from() : each.to(), each.port());
    }
    return ports;
  }
}
