package io.safeops.action.file;

import io.safeops.action.ActionException;
import io.safeops.action.service.KnownUnits;
import io.safeops.document.IpLiteral;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.ComponentName;
import io.safeops.facts.node.Node;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of a configuration file of which safeops knows the reader, the time of reading and the
 * allowed values. Every other key is opaque.
 *
 * @param reader the component that reads the file, only when it starts
 * @param database the component of the database whose remotes the value lists; empty for other
 *     values
 */
record KnownKey(
    String file,
    String section,
    String key,
    ComponentName reader,
    Optional<ComponentName> database) {

  private static final ComponentName NEUTRON = ComponentName.NEUTRON_SERVER;
  private static final String ML2 = "/etc/neutron/plugins/ml2/ml2_conf.ini";

  /** Neutron's own documentation: neutron.conf and ml2_conf.ini, `oslo.log` and `[ovn]`. */
  private static final List<KnownKey> KNOWN =
      List.of(
          new KnownKey("/etc/neutron/neutron.conf", "DEFAULT", "debug", NEUTRON, Optional.empty()),
          new KnownKey(ML2, "DEFAULT", "debug", NEUTRON, Optional.empty()),
          new KnownKey(
              ML2, "ovn", "ovn_nb_connection", NEUTRON, Optional.of(ComponentName.NORTHBOUND)),
          new KnownKey(
              ML2, "ovn", "ovn_sb_connection", NEUTRON, Optional.of(ComponentName.SOUTHBOUND)));

  private static final Pattern REMOTE =
      Pattern.compile("(?:tcp|ssl):(\\[[0-9A-Fa-f:.]+\\]|[0-9A-Za-z.-]+):([0-9]{1,5})");

  static Optional<KnownKey> of(String file, String section, String key) {
    return KNOWN.stream()
        .filter(
            known ->
                known.file.equals(file) && known.section.equals(section) && known.key.equals(key))
        .findFirst();
  }

  /**
   * The component of a node that reads the file.
   *
   * @throws ActionException if the node has none that systemd runs
   */
  Component readerOn(Node node) throws ActionException {
    return KnownUnits.one(node, reader);
  }

  /**
   * Refuses a value that its reader cannot work with. Otherwise the fault would show only at the
   * reader's next start, perhaps long after the run.
   *
   * @throws ActionException saying what is wrong with it
   */
  void check(String value, Cluster cluster) throws ActionException {
    if (database.isEmpty()) {
      if (!List.of("true", "false").contains(value)) {
        throw new ActionException(key + " must be true or false, not " + value);
      }
      return;
    }
    for (String remote : value.split(",", -1)) {
      Matcher words = REMOTE.matcher(remote);
      if (!words.matches()) {
        throw new ActionException(
            key
                + ": "
                + remote
                + " is not a remote like tcp:192.0.2.11:6641 or ssl:192.0.2.11:6641");
      }
      String host = IpLiteral.canonical(words.group(1).replaceAll("[\\[\\]]", ""));
      if (!isServed(host, words.group(2), cluster)) {
        throw new ActionException(
            key + ": no " + database.get().word() + " of this cluster listens at " + remote);
      }
    }
  }

  private boolean isServed(String host, String port, Cluster cluster) {
    return cluster.nodes().stream()
        .filter(
            node ->
                IpLiteral.canonical(node.address()).equals(host)
                    || node.getAddresses().contains(host))
        .flatMap(node -> node.component(database.orElseThrow()).stream())
        .flatMap(component -> component.listeners().stream())
        .anyMatch(listener -> listener.endsWith(":" + port));
  }
}
