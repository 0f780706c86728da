package io.safeops.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How ssh gets to nodes, as the inventory's {@code ssh} says it. */
public final class LoginOptions {

  @Option(names = "--port", paramLabel = "PORT", description = "Where sshd listens (default 22).")
  @Nullable Integer port;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description = "A key; default: the agent's, then ~/.ssh/id_*.")
  @Nullable Path identity;

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "The host keys to trust (default ~/.ssh/known_hosts).")
  @Nullable Path knownHosts;

  @Option(names = "--jump", paramLabel = "[USER@]HOST[:PORT]", description = "A jump host.")
  @Nullable String jump;

  @Option(
      names = "--proxy-command",
      paramLabel = "WORDS",
      description =
          "A program that connects to %%h and %%p: its words, parted by spaces; no shell.")
  @Nullable String proxyCommand;

  @Option(names = "--become", description = "Become root with sudo.")
  boolean become;

  /** The lines of {@code ssh} but the user, indented by nothing. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (become) {
      lines.add("become: sudo");
    }
    if (port != null) {
      lines.add("port: " + port);
    }
    if (identity != null) {
      lines.add("identity: " + InventoryText.quoted(identity.toAbsolutePath().toString()));
    }
    if (knownHosts != null) {
      lines.add("known_hosts: " + InventoryText.quoted(knownHosts.toAbsolutePath().toString()));
    }
    if (jump != null) {
      lines.add("jump: " + InventoryText.quoted(jump));
    }
    if (proxyCommand != null) {
      lines.add(
          "proxy-command: ["
              + String.join(
                  ", ",
                  List.of(proxyCommand.strip().split("\\s+")).stream()
                      .map(InventoryText::quoted)
                      .toList())
              + "]");
    }
    return lines;
  }
}
