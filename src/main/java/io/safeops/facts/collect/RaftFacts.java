package io.safeops.facts.collect;

import io.safeops.document.FactException;
import io.safeops.document.UntrustedInput;
import io.safeops.facts.ovn.RaftServer;
import io.safeops.facts.ovn.RaftStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the answer of {@code cluster/status} (OVS source, ovsdb/raft.c). */
record RaftFacts(RaftStatus status, String membership) {

  /** The {@code membership} of a server that takes part in its cluster. */
  static final String MEMBER = "cluster member";

  /** A RAFT cluster of ovsdb-server has three to seven members (ovsdb(7)). */
  private static final int MOST_SERVERS = 100;

  /** Such as {@code 5d21 (5d21 at tcp:192.0.2.12:6643) next_index=10 last msg 123 ms ago}. */
  private static final Pattern SERVER =
      Pattern.compile(
          " +([0-9a-f]{4})(?: \\([0-9a-f]{4})? at ([^ )]{1,255})\\)( \\(self\\))?"
              + "(?:.*? last msg ([0-9]{1,18}) ms ago)?.*");

  static RaftFacts of(String text) throws FactException {
    RaftStatus status =
        new RaftStatus(
            word(text, "Server ID: ([0-9a-f]{4})\\b.*"),
            word(text, "Role: ([a-z]{1,32})"),
            Long.parseLong(word(text, "Term: ([0-9]{1,18})")),
            word(text, "Leader: ([0-9a-z]{1,32})"),
            servers(text));
    return new RaftFacts(status, word(text, "Status: ([^\\n]{1,255})"));
  }

  private static String word(String text, String line) throws FactException {
    Matcher found = Pattern.compile("(?m)^" + line + "$").matcher(text);
    if (!found.find()) {
      throw new FactException("cluster/status has no line " + line.split(":", 2)[0]);
    }
    return UntrustedInput.text(found.group(1));
  }

  private static List<RaftServer> servers(String text) throws FactException {
    List<RaftServer> servers = new ArrayList<>();
    boolean isList = false;
    for (String line : text.split("\n")) {
      Matcher server = SERVER.matcher(line);
      if (isList && server.matches()) {
        servers.add(
            new RaftServer(
                server.group(1),
                UntrustedInput.text(server.group(2)),
                server.group(3) != null,
                Optional.ofNullable(server.group(4)).map(Long::parseLong)));
      } else if (isList && !line.isBlank()) {
        throw new FactException("cluster/status lists a server in an unknown form");
      }
      if (servers.size() > MOST_SERVERS) {
        throw new FactException("cluster/status lists more than " + MOST_SERVERS + " servers");
      }
      isList |= line.equals("Servers:");
    }
    return servers;
  }
}
