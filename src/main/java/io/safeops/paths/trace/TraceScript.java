package io.safeops.paths.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.safeops.document.Printable;
import io.safeops.paths.model.PathKind;
import io.safeops.transport.ShellQuote;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All traces of one node in one script, and what its output means. */
public final class TraceScript {

  /**
   * At most so many packets of a node are traced. One takes some milliseconds in ovs-vswitchd,
   * which forwards nothing new meanwhile.
   */
  static final int MOST = 200;

  /**
   * The request of put_dhcp_opts (OVN source, include/ovn/actions.h, ACTION_OPCODE_PUT_DHCP_OPTS).
   */
  private static final String DHCP = "00.00.00.02";

  private static final Pattern NUMBER = Pattern.compile("(?:^|[,(])([0-9]+)(?=[,)]|$)");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String node;
  private final List<TracedPath> paths;
  private final List<TracedPath> beyond;
  private final String mark;

  private TraceScript(String node, List<TracedPath> paths, List<TracedPath> beyond) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    this.node = node;
    this.paths = paths;
    this.beyond = beyond;
    this.mark = "safeops-" + HexFormat.of().formatHex(random);
  }

  public static TraceScript of(String node, PathTraces traces) {
    List<TracedPath> all = traces.on(node);
    int most = Math.min(MOST, all.size());
    return new TraceScript(node, all.subList(0, most), all.subList(most, all.size()));
  }

  /** For {@code /bin/sh -s}. */
  public String text() {
    StringBuilder text = new StringBuilder("MARK=" + mark + "\n").append(functions());
    for (int i = 0; i < paths.size(); i++) {
      TracedPath each = paths.get(i);
      text.append(ShellQuote.words(List.of("trace", "" + i, each.bridge(), each.flow())))
          .append('\n');
    }
    return text.toString();
  }

  /** All paths of the node, if its script could not be run. */
  public List<Traced> failed(String why) {
    List<Traced> all = new ArrayList<>();
    paths.forEach(each -> all.add(notTraced(each, Printable.line(why))));
    return all;
  }

  /** What the script has printed. Lines without its mark are not its own. */
  public List<Traced> read(String output) {
    Map<String, String> answers = new HashMap<>();
    Map<String, Set<String>> numbers = new HashMap<>();
    for (String line : output.split("\n", -1)) {
      String[] words = line.split(" ", 4);
      if (words.length < 3 || !words[0].equals(mark)) {
        continue;
      }
      String rest = words.length > 3 ? words[3] : "";
      if (words[1].equals("port")) {
        numbers.computeIfAbsent(rest, any -> new HashSet<>()).add(words[2]);
      } else {
        answers.merge(words[2] + " " + words[1], rest, (a, b) -> a + "\n" + b);
      }
    }
    List<Traced> all = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      all.add(judge(paths.get(i), i + " ", answers, numbers));
    }
    beyond.forEach(
        each -> all.add(notTraced(each, "only " + MOST + " packets are traced on one node")));
    return all;
  }

  private Traced judge(
      TracedPath path,
      String number,
      Map<String, String> answers,
      Map<String, Set<String>> numbers) {
    String error = answers.get(number + "error");
    if (error != null) {
      return notTraced(path, Printable.line(error));
    }
    String actions = answers.get(number + "actions");
    String table = Printable.line(answers.getOrDefault(number + "table", ""));
    if (actions == null) {
      return notTraced(path, "ovs-vswitchd gave no answer");
    }
    return switch (path.path().kind()) {
      case DHCP ->
          answers.getOrDefault(number + "controller", "").contains(DHCP)
              ? passes(path)
              : new Traced(
                  path.path(),
                  node,
                  Traced.Verdict.DROPPED,
                  "no request for DHCP reaches ovn-controller (table "
                      + table
                      + "); an ACL may drop it");
      case SWITCH ->
          answers.containsKey(number + "tunnel")
              ? passes(path)
              : dropped(path, actions, table, "it leaves by no tunnel");
      case PROVIDER -> leavesBy(path, path.uplinks(), actions, table, numbers);
      default -> leavesBy(path, Set.of(path.own()), actions, table, numbers);
    };
  }

  private Traced leavesBy(
      TracedPath path,
      Set<String> interfaces,
      String actions,
      String table,
      Map<String, Set<String>> numbers) {
    Set<String> wanted = new HashSet<>();
    interfaces.forEach(each -> wanted.addAll(numbers.getOrDefault(each, Set.of())));
    if (isDrop(actions)) {
      return dropped(path, actions, table, "");
    }
    if (wanted.isEmpty()) {
      return notTraced(path, "the datapath does not tell the numbers of its ports");
    }
    Matcher number = NUMBER.matcher(actions);
    while (number.find()) {
      if (wanted.contains(number.group(1))) {
        return passes(path);
      }
    }
    return dropped(
        path,
        actions,
        table,
        path.path().kind() == PathKind.PROVIDER
            ? "it does not leave by its uplink"
            : "the router does not answer");
  }

  private static boolean isDrop(String actions) {
    return actions.lines().allMatch(line -> line.equals("drop"));
  }

  private Traced passes(TracedPath path) {
    return new Traced(path.path(), node, Traced.Verdict.PASSES, "");
  }

  private Traced dropped(TracedPath path, String actions, String table, String otherwise) {
    return new Traced(
        path.path(),
        node,
        Traced.Verdict.DROPPED,
        isDrop(actions) ? "dropped in table " + table : otherwise);
  }

  private Traced notTraced(TracedPath path, String why) {
    return new Traced(path.path(), node, Traced.Verdict.NOT_TRACED, why);
  }

  private static String functions() {
    try (InputStream in = TraceScript.class.getResourceAsStream("trace.sh")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
