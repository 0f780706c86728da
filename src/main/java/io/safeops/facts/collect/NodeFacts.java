package io.safeops.facts.collect;

import com.fasterxml.jackson.databind.JsonNode;
import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.collect.Sections.Section;
import io.safeops.facts.derive.PathFinder;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.GuardUnit;
import io.safeops.facts.node.ManagementPath;
import io.safeops.facts.node.Nic;
import io.safeops.facts.node.Node;
import io.safeops.facts.node.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a node from the sections of {@code facts.sh}. An error in one section becomes a problem of
 * the node and affects only that section.
 */
final class NodeFacts {

  /** Reads a part of the facts that can fail separately. */
  private interface SectionReader<T> {
    T read() throws FactException;
  }

  private final Sections sections;
  private final List<String> problems = new ArrayList<>();

  private NodeFacts(Sections sections) {
    this.sections = sections;
  }

  static Node of(String name, String address, List<String> roles, Sections sections) {
    return new NodeFacts(sections).node(name, address, roles);
  }

  private Node node(String name, String address, List<String> roles) {
    OvsFacts ovs =
        section("ovs", "Open_vSwitch", text -> OvsFacts.of(name, text), OvsFacts.NONE)
            .withForwarding(sections.get("ovsflows").output());
    List<Nic> nics =
        section(
            "link",
            "interfaces",
            text -> LinuxFacts.nics(text, ovs.bridgeOf(), ovs.internalPorts()),
            List.of());
    String integration = ovs.externalIds().getOrDefault("ovn-bridge", "br-int");
    List<Route> routes =
        new ArrayList<>(section("route4", "IPv4 routes", LinuxFacts::routes, List.of()));
    routes.addAll(section("route6", "IPv6 routes", LinuxFacts::routes, List.of()));
    List<Component> components =
        part(
            "components",
            () ->
                ComponentFacts.of(
                    name,
                    roles.contains("central"),
                    sections.get("components").output(),
                    sections.get("containers").output(),
                    sections.get("listeners").output(),
                    ProcessFacts.of(
                        sections.get("control").output(), sections.get("processes").output())),
            List.of());
    return Node.builder(name)
        .address(address)
        .roles(roles)
        .hostname(part("host name", () -> sections.text("hostname"), ""))
        .bootId(part("boot id", () -> sections.text("boot"), ""))
        .uptimeCentis(part("uptime", () -> Long.parseLong(digits(sections.text("uptime"))), 0L))
        .systemId(
            Optional.ofNullable(ovs.externalIds().get("system-id")).filter(id -> !id.isEmpty()))
        .nics(nics)
        .routes(routes)
        .bootAddresses(BootAddressFacts.of(sections.get("bootaddresses"), ovs.bridges(), nics))
        .bridges(ovs.bridges())
        .mappings(part("bridge mappings", () -> ovs.mappings(name), List.of()))
        .components(components)
        .managementPath(
            part(
                "management path",
                () -> management(nics, ovs, integration),
                ManagementPath.UNKNOWN))
        .southboundPath(
            part(
                "Southbound path",
                () -> southbound(nics, ovs, integration),
                ManagementPath.UNKNOWN))
        .externalIds(ovs.externalIds())
        .tools(part("tools", this::tools, Map.of()))
        .guardUnit(part("tools", () -> GuardUnit.of(sections.text("guard")), GuardUnit.UNKNOWN))
        .controllerVersion(optional("controllerversion", DaemonFacts::controllerVersion))
        .certificates(optional("certificates", DaemonFacts::certificates))
        .databaseDisks(optional("disks", DaemonFacts::disks))
        .problems(problems)
        .build();
  }

  /** A section that is not read if it failed, or if it makes no sense. */
  private <T> Optional<T> optional(String name, Parser<T> parser) {
    Section found = sections.get(name);
    return found.exit() == 0
        ? OptionalPart.of(() -> parser.parse(found.output()))
        : Optional.empty();
  }

  private interface Parser<T> {
    T parse(String text) throws FactException;
  }

  /** Returns {@code otherwise} for a section whose tool is missing, which is not a problem. */
  private <T> T section(String section, String what, Parser<T> parser, T otherwise) {
    Section found = sections.get(section);
    if (found.exit() == 127 || found.exit() == 126) {
      return otherwise;
    }
    if (found.exit() != 0) {
      problems.add(failure(what, found));
      return otherwise;
    }
    return part(what, () -> parser.parse(found.output()), otherwise);
  }

  /** Why a section failed, in one line. */
  static String failure(String what, Section section) {
    String said = section.error().lines().findFirst().orElse("");
    String reason = section.exit() == 124 ? "it did not answer in time" : "exit " + section.exit();
    String shown = said.length() > 200 ? said.substring(0, 200) : said;
    return what
        + " could not be read: "
        + reason
        + (shown.isEmpty() ? "" : ": " + shown.replaceAll("[^\\x20-\\x7e]", "?"));
  }

  private <T> T part(String what, SectionReader<T> sectionReader, T otherwise) {
    try {
      return sectionReader.read();
    } catch (FactException | IllegalArgumentException e) {
      // The records reject impossible values, with the reason.
      problems.add(what + " could not be read: " + e.getMessage());
      return otherwise;
    }
  }

  private static String digits(String text) throws FactException {
    if (!text.matches("[0-9]{1,15}")) {
      throw new FactException("not a number");
    }
    return text;
  }

  /** {@code SSH_CONNECTION} holds the client, its port, the server and its port. */
  private ManagementPath management(List<Nic> nics, OvsFacts ovs, String integration)
      throws FactException {
    String[] words = sections.text("ssh").split("\\s+");
    return words.length == 4
        ? PathFinder.find(words[2], words[0], nics, ovs.bridges(), integration)
        : ManagementPath.UNKNOWN;
  }

  /**
   * Reads pairs of lines: an address of {@code ovn-remote}, and the route to it. Takes the first
   * pair that has a route.
   */
  private ManagementPath southbound(List<Nic> nics, OvsFacts ovs, String integration)
      throws FactException {
    String[] lines = sections.get("sbroutes").output().split("\n");
    for (int i = 0; i + 1 < lines.length; i += 2) {
      JsonNode route = UntrustedInput.array("ip route get", lines[i + 1]).path(0);
      String device = UntrustedInput.string(route, "dev");
      if (!device.isEmpty()) {
        return PathFinder.from(
            UntrustedInput.string(route, "prefsrc"),
            UntrustedInput.text(lines[i]),
            device,
            nics,
            ovs.bridges(),
            integration);
      }
    }
    return ManagementPath.UNKNOWN;
  }

  private Map<String, String> tools() throws FactException {
    Map<String, String> tools = new HashMap<>();
    for (String section : List.of("tools", "versions")) {
      for (String line : sections.get(section).output().split("\n")) {
        String[] words = line.trim().split("\\s+");
        if (words.length == 2) {
          tools.put(UntrustedInput.text(words[0]), UntrustedInput.text(words[1]));
        }
      }
    }
    return tools;
  }
}
