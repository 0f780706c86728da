package io.safeops.cli.option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How ssh reaches nodes, as in {@code ssh} of the inventory. */
public final class LoginOptions {

  @Option(names = "--port", paramLabel = "PORT", description = "The port of sshd (default 22).")
  @Nullable Integer port;

  @Option(
      names = "--identity",
      paramLabel = "FILE",
      description = "A private key; default: those of the agent, then ~/.ssh/id_*.")
  @Nullable Path identity;

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "The file of trusted host keys (default ~/.ssh/known_hosts).")
  @Nullable Path knownHosts;

  @Option(names = "--jump", paramLabel = "[USER@]HOST[:PORT]", description = "A jump host.")
  @Nullable String jump;

  @Option(
      names = "--proxy-command",
      paramLabel = "WORDS",
      description =
          "A program that connects to %%h and %%p. Spaces separate its words; no shell runs it.")
  @Nullable String proxyCommand;

  @Option(names = "--become", description = "Become root with sudo.")
  boolean become;

  /** The lines of {@code ssh} without the user, not indented. */
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
