package io.safeops.inventory;

import io.safeops.document.FileHeader;
import io.safeops.document.Schema;
import io.safeops.openstack.Endpoint;
import java.util.regex.Pattern;

/** The schema of an inventory. */
public final class InventorySchema {

  static final String KIND = "Inventory";

  private static final Schema LINE =
      Schema.text(InventoryReader.ONE_LINE, InventoryReader.ONE_LINE_EXPECTED);

  /** {@link HostAddress} checks the rest. */
  private static final Schema ADDRESS =
      Schema.text(Pattern.compile("[A-Za-z0-9_.:%-]{1,253}"), HostAddress.EXPECTED);

  private static final Schema PATH =
      Schema.text(Pattern.compile("(?!~[^/])[^\\x00]+"), "a path; `~/` is your home directory");

  private static final Schema PATHS = Schema.anyOf(PATH, Schema.listOf(PATH));

  private static final Schema ARGV = Schema.someOf(Schema.text());

  /** How ssh reaches a host; a jump host has the same keys. */
  private static final Schema SSH = new Schema.Named("ssh", InventorySchema::ssh);

  private static final Schema JUMP = new Schema.Named("jump", InventorySchema::jump);

  private static final Schema GUARD =
      Schema.fields(
          Schema.optional(
              "deadline",
              new Schema.Duration(),
              "latest moment to confirm after arming, 10s to 30m"),
          Schema.optional(
              "lease",
              new Schema.Duration(),
              "how long a node waits for a message of the run before it undoes the change, 2s to 10m"),
          Schema.optional(
              "hold",
              new Schema.Duration(),
              "how long expectations and probes must hold before safeops asks for the code, 1s to 10m"),
          Schema.optional(
              "baseline",
              new Schema.Duration(),
              "how long probes measure the normal state before their results count, 1s to 1m"));

  private static final Schema STATE_DIRECTORY =
      Schema.quoted(StateDirectory.PATTERN, StateDirectory.EXPECTED);

  private static final Schema.Key SSH_KEY =
      Schema.optional(
          "ssh",
          SSH,
          "how ssh reaches it. A missing setting is taken from the next outer place: for a node from"
              + " the defaults, for an out-of-band address from its node");

  private static final Schema.Key GUARD_KEY =
      Schema.optional(
          "guard", GUARD, "the settings of the guard. A plan may only make them stricter");

  private static final Schema.Key STATE_DIRECTORY_KEY =
      Schema.optional(
          "state_dir",
          STATE_DIRECTORY,
          "where the guard keeps its state on the node, "
              + StateDirectory.DEFAULT
              + " if missing. It must survive a reboot and belong to root alone");

  private static final Schema.Fields OUT_OF_BAND_PATH =
      Schema.fields(
              Schema.optional(
                  "command",
                  ARGV,
                  "a program on this machine that gives a root shell on the node, with its arguments"),
              Schema.optional("address", ADDRESS, "another address of the node, for ssh"),
              Schema.optional(
                  "console", LINE, "a console that the operator looks at, as Proxmox > 122"),
              Schema.optional("name", LINE, "its name in messages"),
              Schema.required(
                  "survives",
                  Schema.listOf(Schema.words(FailureDomain.keywords())),
                  "what may fail while it still works: nic, the network interface that is changed; lan,"
                      + " the network to which the node's interfaces are connected"),
              SSH_KEY)
          .exactlyOneOf("command", "address", "console")
          .needs("ssh", "address");

  private static final Schema OUT_OF_BAND =
      Schema.anyOf(
          Schema.word(SshLayerReader.NONE), OUT_OF_BAND_PATH, Schema.someOf(OUT_OF_BAND_PATH));

  private static final Schema.Key ADDRESS_KEY =
      Schema.required("address", ADDRESS, "its address for ssh: " + HostAddress.EXPECTED);

  private static final Schema ROLE =
      Schema.anyOf(
          Schema.words(InventoryReader.KNOWN_ROLES),
          Schema.text(InventoryReader.ROLE, InventoryReader.ROLE_EXPECTED));

  /** What may be said of a node beside its address. */
  private static final Schema.Fields ABOUT_NODE =
      Schema.fields(
          Schema.optional("roles", Schema.listOf(ROLE), "what it does; plans select nodes by it"),
          SSH_KEY,
          Schema.optional(
              "oob",
              OUT_OF_BAND,
              "the ways to it that do not cross the changed network: out of band. `none`: there is no way"),
          Schema.optional("absent", LINE, "why it is always dead; it is not asked"),
          STATE_DIRECTORY_KEY,
          GUARD_KEY);

  private static final Schema WINDOW =
      Schema.fields(
          Schema.optional(
              "days",
              Schema.someOf(Schema.words(MaintenanceReader.DAYS)),
              "the days on which it begins; every day if missing"),
          Schema.required(
              "from",
              Schema.text(MaintenanceReader.BEGIN, "a time of day, 00:00 to 23:59"),
              "when it begins"),
          Schema.required(
              "to",
              Schema.text(MaintenanceReader.END, "a time of day, 00:00 to 24:00"),
              "when it ends; on the next day if it is not later than `from`"),
          Schema.required("zone", Schema.text(), "the time zone, such as Europe/Berlin or UTC"));

  /** When changes may be made. */
  public static final Schema.Key MAINTENANCE =
      Schema.optional(
          "maintenance",
          Schema.anyOf(WINDOW, Schema.someOf(WINDOW)),
          "when changes may be made: one window, or a list of them; at any time if missing");

  private static final Schema OPENSTACK =
      Schema.fields(
              Schema.optional("cloud", Schema.text(), "the name of the cloud in a clouds.yaml"),
              Schema.optional(
                  "clouds",
                  PATH,
                  "the clouds.yaml; the one in ~/.config/openstack or /etc/openstack if missing"),
              Schema.optional(
                  "endpoint",
                  Schema.quoted(Pattern.compile("[Hh][Tt][Tt][Pp][Ss]?://.+"), Endpoint.EXPECTED),
                  "the URL of a Neutron without Keystone"),
              Schema.optional(
                  "auth",
                  Schema.word(SshLayerReader.NONE),
                  "none, beside `endpoint`: nobody logs in"),
              Schema.optional("cacert", PATH, "the certificate authorities of `endpoint`, a file"),
              Schema.optional(
                  "via",
                  Schema.text(NodeName.PATTERN, NodeName.EXPECTED),
                  "the node through which its API is reached; if missing, directly from this machine"))
          .exactlyOneOf("cloud", "endpoint")
          .atMostOneOf("clouds", "endpoint")
          .atMostOneOf("auth", "cloud")
          .atMostOneOf("cacert", "cloud")
          .atMostOneOf("cacert", "via")
          .needs("endpoint", "auth");

  /** The whole file. */
  public static final Schema.Fields FILE =
      Schema.fields(
          FileHeader.apiVersion(),
          FileHeader.kind(KIND),
          Schema.optional(
              "defaults",
              Schema.fields(SSH_KEY, GUARD_KEY, STATE_DIRECTORY_KEY),
              "the settings for nodes that do not set them"),
          Schema.required(
              "nodes", nodes(ABOUT_NODE.and(ADDRESS_KEY)), "the nodes of the cluster by name"),
          Schema.optional(
              "openstack", OPENSTACK, "the OpenStack cloud whose networks run on these nodes"),
          MAINTENANCE);

  private InventorySchema() {}

  /**
   * Nodes of which not everything is said, as the test of a policy adds to those of its cluster.
   */
  public static Schema partialNodes() {
    return nodes(
        ABOUT_NODE.and(
            Schema.optional("address", ADDRESS, "its address: " + HostAddress.EXPECTED)));
  }

  private static Schema nodes(Schema node) {
    return new Schema.MapOf(Schema.text(NodeName.PATTERN, NodeName.EXPECTED), node);
  }

  private static Schema.Fields ssh() {
    return Schema.fields(
            Schema.optional(
                "user",
                Schema.text(SshLayerReader.USER, SshLayerReader.USER_EXPECTED),
                "the user to log in as, root if missing"),
            Schema.optional("port", new Schema.WholeNumber(1, 65535), "the port, 22 if missing"),
            Schema.optional("identity", PATHS, "the file of a private key, or a list of them"),
            Schema.optional(
                "agent",
                Schema.anyOf(
                    new Schema.Flag(),
                    Schema.text(Pattern.compile("[^\\x00]*/[^\\x00]*"), "a path")),
                "whether the ssh agent of the session signs, or the path of an agent's socket"),
            Schema.optional("known_hosts", PATHS, "the file of known host keys, or a list of them"),
            Schema.optional(
                "jump",
                JUMP,
                "the host through which it is reached: [user@]host[:port], or a map with `address`; none:"
                    + " directly"),
            Schema.optional(
                "proxy-command",
                Schema.anyOf(Schema.word(SshLayerReader.NONE), ARGV),
                "a program on this machine that connects to it, with its arguments; none: directly"),
            Schema.optional(
                "become",
                Schema.words(SshLayerReader.BECOME),
                "how the user becomes root: sudo, or none if it is root"))
        .atMostOneOf("jump", "proxy-command");
  }

  private static Schema jump() {
    return Schema.anyOf(
        Schema.text(SshLayerReader.JUMP, "[user@]host[:port], or none"), ssh().and(ADDRESS_KEY));
  }
}
