package io.safeops.action;

import io.safeops.transport.ShellQuote;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes what actions do as the command lines that an operator knows. */
public final class CommandText {

  private CommandText() {}

  /** The command that inserts a localnet. */
  public static String localnet(
      String switchName, String port, String physnet, Optional<Long> tag) {
    List<String> argv =
        new ArrayList<>(
            List.of(
                "ovn-nbctl",
                "lsp-add",
                switchName,
                port,
                "--",
                "lsp-set-type",
                port,
                "localnet",
                "--",
                "lsp-set-addresses",
                port,
                "unknown",
                "--",
                "lsp-set-options",
                port,
                "network_name=" + physnet));
    tag.ifPresent(
        value -> argv.addAll(List.of("--", "set", "Logical_Switch_Port", port, "tag=" + value)));
    return ShellQuote.words(argv) + "\n  in one transaction that fails if any localnet has changed";
  }
}
