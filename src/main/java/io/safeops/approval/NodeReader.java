package io.safeops.approval;

import io.safeops.document.MapReader;
import io.safeops.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a node of an approval, with the ways to it. */
final class NodeReader {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

  private final CheckedTexts texts;

  NodeReader(CheckedTexts texts) {
    this.texts = texts;
  }

  BoundNode read(Value value) {
    MapReader map = value.map();
    String name = texts.name(map.required("name"));
    BoundConnection inBand = connection(map.required("inBand").map());
    List<BoundPath> outOfBand = new ArrayList<>();
    map.required("outOfBand").list().forEach(each -> outOfBand.add(path(each.map())));
    boolean without = texts.flag(map.required("withoutOutOfBand"));
    String role = texts.word(map.required("role"), BoundNode.Role.words());
    boolean witness = texts.flag(map.required("witness"));
    String state = texts.name(map.required("stateDirectory"));
    map.finish();
    return new BoundNode(
        name,
        inBand,
        outOfBand,
        without,
        new BoundNode.Guarding(BoundNode.Role.of(role), witness, state));
  }

  private BoundPath path(MapReader map) {
    String name = texts.name(map.required("name"));
    List<String> survives = texts.lines(map.required("survives"));
    BoundPath.Way way;
    if (map.has("ssh")) {
      way = new BoundPath.BySsh(connection(map.required("ssh").map()));
    } else if (map.has("command")) {
      way = new BoundPath.ByProgram(command(map.required("command").map()));
    } else {
      way = new BoundPath.ByConsole(texts.line(map.required("console")));
    }
    map.finish();
    return new BoundPath(name, survives, way);
  }

  private BoundConnection connection(MapReader map) {
    String host = texts.name(map.required("host"));
    String port = texts.matching(map.required("port"), PORT, "1 to 65535");
    String login = texts.name(map.required("login"));
    List<String> hostKeys = texts.lines(map.required("hostKeys"));
    Optional<BoundConnection> jump =
        map.has("jump") ? Optional.of(connection(map.required("jump").map())) : Optional.empty();
    Optional<BoundCommand> proxy =
        map.has("proxy") ? Optional.of(command(map.required("proxy").map())) : Optional.empty();
    map.finish();
    return new BoundConnection(
        host, port.isEmpty() ? 22 : Integer.parseInt(port), login, hostKeys, jump, proxy);
  }

  private BoundCommand command(MapReader map) {
    List<String> words = texts.lines(map.required("words"));
    Optional<String> salted =
        map.has("salted")
            ? Optional.of(texts.matching(map.required("salted"), DIGEST, "64 hexadecimal digits"))
            : Optional.empty();
    map.finish();
    return new BoundCommand(words, salted);
  }
}
