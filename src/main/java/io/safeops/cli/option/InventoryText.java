package io.safeops.cli.option;

import io.safeops.facts.collect.InventoryDraft;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an inventory file, with comments on what to check.
 *
 * @param user to log in as on the nodes; empty for the default of this machine's ssh
 * @param address of the central node, as typed
 */
public record InventoryText(Optional<String> user, String address, List<String> ssh) {

  private static final Pattern TARGET = Pattern.compile("(?:([^@\\s]+)@)?\\[?([^@\\s\\[\\]]+)\\]?");

  public static InventoryText of(String target, LoginOptions login) throws BadInput {
    Matcher matcher = TARGET.matcher(target);
    if (!matcher.matches()) {
      throw new BadInput("expected [USER@]CENTRAL, found `" + target + "`");
    }
    return new InventoryText(
        Optional.ofNullable(matcher.group(1)), String.valueOf(matcher.group(2)), login.lines());
  }

  /** With the central node alone. */
  public String first() {
    return header()
        + "nodes:\n"
        + node(
            new InventoryDraft.DraftNode(
                InventoryDraft.CENTRAL, address, List.of("central"), Optional.empty()));
  }

  public String of(InventoryDraft draft) {
    StringBuilder text = new StringBuilder();
    text.append("# Written by `safeops init` from the chassis in the Southbound of ")
        .append(address)
        .append(
            ".\n# Check: the addresses, which ssh must reach; the roles; that no node is missing.\n")
        .append(
            "# Then write for each node how you reach its console when the changed network is down, or that you\n")
        .append(
            "# cannot (`oob: none`). Without `oob`, review refuses every change of the node's management path.\n")
        .append("#     oob: {console: \"Proxmox > 122\", survives: [nic, lan]}\n")
        .append("#     oob: {address: 198.51.100.12, survives: [nic]}\n")
        .append("# Mark a node that is always dead with absent: REASON.\n");
    draft.leftOut().forEach(line -> text.append("# Left out: ").append(line).append('\n'));
    text.append(header()).append("nodes:\n");
    draft.nodes().forEach(node -> text.append(node(node)));
    return text.toString();
  }

  private String header() {
    StringBuilder text = new StringBuilder("apiVersion: safeops/v1\nkind: Inventory\n");
    if (user.isPresent() || !ssh.isEmpty()) {
      text.append("defaults:\n  ssh:\n");
      user.ifPresent(name -> text.append("    user: ").append(quoted(name)).append('\n'));
      ssh.forEach(line -> text.append("    ").append(line).append('\n'));
    }
    return text.toString();
  }

  private static String node(InventoryDraft.DraftNode node) {
    return "  "
        + quoted(node.name())
        + ":\n    address: "
        + quoted(node.address())
        + node.doubt().map(doubt -> "  # " + doubt).orElse("")
        + "\n    roles: ["
        + String.join(", ", node.roles())
        + "]\n";
  }

  /** As YAML reads it back. Plain names and addresses need no quotes. */
  public static String quoted(String value) {
    return value.matches("[A-Za-z][A-Za-z0-9_-]*|[0-9]+(\\.[0-9]+){3}")
            && !value.matches("(?i)true|false|null|yes|no|on|off|y|n")
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
