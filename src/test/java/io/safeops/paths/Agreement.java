package io.safeops.paths;

import io.safeops.paths.Packets.Packet;
import io.safeops.paths.model.Answer;
import io.safeops.paths.model.Hop;
import io.safeops.paths.model.Path;
import io.safeops.paths.model.PathKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares what packets did with what the model says of the same paths. Packets are right.
 *
 * <p>A lost packet needs a path that the model calls broken or unknown; a path that it calls broken
 * needs a lost packet. A path between two ends of a provider network has no row of its own in the
 * model: the ways of both ends to the LAN are what it needs.
 */
final class Agreement {

  /**
   * Packets and model say different things.
   *
   * @param packet the name of the packets' path
   * @param lost whether they were lost
   * @param text with the hops that the model saw
   */
  record Disagreement(String packet, boolean lost, String text) {}

  private final Map<String, Path> paths = new HashMap<>();
  private final Packets packets;
  private final Map<String, String> ports;

  private Agreement(Packets packets, List<Path> judged) {
    this.packets = packets;
    this.ports = packets.ports();
    judged.forEach(path -> paths.merge(key(path.kind(), path.end().id()), path, Agreement::worse));
  }

  private static Path worse(Path one, Path other) {
    return other.answer().isWorse(one.answer()) ? other : one;
  }

  private static String key(PathKind kind, String port) {
    return kind + " " + port;
  }

  /**
   * @param unread whether something of the cluster could not be read: then {@code unknown} is right
   */
  static List<Disagreement> disagreements(Packets packets, List<Path> judged, boolean unread) {
    return new Agreement(packets, judged).find(unread);
  }

  private List<Disagreement> find(boolean unread) {
    List<Disagreement> found = new ArrayList<>();
    Map<Path, List<Packet>> proving = new HashMap<>();
    for (Packet packet : packets.all()) {
      List<Path> needed = needed(packet);
      if (needed.isEmpty()) {
        found.add(
            new Disagreement(
                packet.name(), !packet.answered(), packet.name() + ": the model has no such path"));
        continue;
      }
      if (!isBetweenEndsOfLan(packet, needed)) {
        needed.forEach(path -> proving.computeIfAbsent(path, any -> new ArrayList<>()).add(packet));
      }
      if (!packet.answered() && needed.stream().noneMatch(Agreement::isCut)) {
        found.add(
            new Disagreement(
                packet.name(),
                true,
                packet.name() + ": packets are lost, and the model says " + texts(needed)));
      }
    }
    proving.forEach(
        (path, all) -> {
          boolean wrong =
              path.answer() == Answer.BROKEN || (path.answer() == Answer.UNKNOWN && !unread);
          if (wrong && all.stream().allMatch(Packet::answered)) {
            found.add(
                new Disagreement(
                    all.get(0).name(),
                    false,
                    all.stream().map(Packet::name).toList()
                        + ": packets are answered, and the model says "
                        + texts(List.of(path))));
          }
        });
    return found;
  }

  /** Of such packets either end may be the one that is cut off. */
  private static boolean isBetweenEndsOfLan(Packet packet, List<Path> needed) {
    return packet.peer().equals("switch") && needed.get(0).kind() == PathKind.PROVIDER;
  }

  private static boolean isCut(Path path) {
    return path.answer() == Answer.BROKEN || path.answer() == Answer.UNKNOWN;
  }

  /** The paths of the model that these packets need. */
  private List<Path> needed(Packet packet) {
    List<PathKind> kinds =
        switch (packet.peer()) {
          case "provider" -> List.of(PathKind.PROVIDER);
          case "switch" -> List.of(PathKind.PROVIDER, PathKind.SWITCH);
          case "router" -> List.of(PathKind.OUTSIDE);
          case "dhcp" -> List.of(PathKind.DHCP);
          default -> throw new IllegalStateException(packet.toString());
        };
    Set<String> ends =
        packet.peer().equals("switch")
            ? Set.of(packet.port(), ports.getOrDefault(packet.to(), ""))
            : Set.of(packet.port());
    List<Path> needed = new ArrayList<>();
    for (PathKind kind : kinds) {
      for (String end : ends) {
        Path path = paths.get(key(kind, end));
        if (path != null) {
          needed.add(path);
        }
      }
    }
    return needed;
  }

  private static String texts(List<Path> all) {
    List<String> texts = new ArrayList<>();
    for (Path path : all) {
      StringBuilder text =
          new StringBuilder(
              "\n    " + path.getKind() + " " + path.getLabel() + ": " + path.getAnswer());
      for (Hop hop : path.hops()) {
        if (hop.answer() != Answer.WORKS) {
          text.append("\n      " + hop.key() + ": " + hop.answer().word() + ": " + hop.why());
        }
      }
      texts.add(text.toString());
    }
    return String.join("", texts);
  }
}
