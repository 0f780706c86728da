package io.safeops.approval;

import io.safeops.action.footprint.Footprint;
import io.safeops.document.SecretMask;
import io.safeops.document.Sha256;
import io.safeops.facts.model.Cluster;
import io.safeops.facts.model.RowKey;
import io.safeops.facts.model.WholeRow;
import io.safeops.facts.ovn.ChassisGroup;
import io.safeops.facts.ovn.DhcpOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What facts show of the things of a footprint, as texts that do not depend on the {@code _uuid} of
 * any row that the facts know: a reference is written as what it refers to.
 */
final class ThingTexts {

  /** A reference in the JSON of OVSDB (RFC 7047, 5.1). */
  private static final Pattern REFERENCE = Pattern.compile("\\[\"uuid\",\"([0-9a-fA-F-]{36})\"\\]");

  private static final int SALT_DIGITS = 32;
  private static final String ROW = "row ";
  private static final String REFERENCES = "references to ";

  private final Footprint footprint;

  /**
   * @param footprint of the whole plan: so the same thing has the same text in every step
   */
  ThingTexts(Footprint footprint) {
    this.footprint = footprint;
  }

  /** Of the facts as they were read. */
  Map<String, String> read(Cluster cluster) {
    Map<String, String> texts = predicted(cluster);
    Map<String, String> names = names(cluster);
    for (RowKey key : footprint.rows()) {
      cluster.row(key).filter(WholeRow::isRead).ifPresent(row -> put(texts, key, row, names));
    }
    return texts;
  }

  private void put(Map<String, String> texts, RowKey key, WholeRow row, Map<String, String> names) {
    put(texts, ROW + key.label(), row.isThere() ? row.getConfigured().toString() : "none", names);
    if (!row.references().isEmpty()) {
      put(texts, REFERENCES + key.label(), row.references().toString(), names);
    }
  }

  /**
   * Of facts that a step makes. Whole rows are left out: a prediction changes the facts that follow
   * from a row, and not the row as it was read.
   */
  Map<String, String> predicted(Cluster cluster) {
    Map<String, String> names = names(cluster);
    Map<String, String> texts = new TreeMap<>();
    footprint
        .content(cluster)
        .forEach(
            (thing, text) -> {
              if (!isWholeRow(thing)) {
                put(texts, thing, text, names);
              }
            });
    return texts;
  }

  private boolean isWholeRow(String thing) {
    return thing.startsWith(ROW)
        && footprint.rows().stream().anyMatch(key -> thing.equals(ROW + key.label()));
  }

  private void put(
      Map<String, String> texts, String thing, String text, Map<String, String> names) {
    String named = named(text, names);
    String masked = SecretMask.text(named);
    String shown = masked.equals(named) ? named : masked + " " + digest(thing, named);
    texts.merge(PlainLine.of(thing), PlainLine.of(shown), (one, other) -> one + " and " + other);
  }

  /**
   * The digest of a text that holds a secret. Its salt is made of the name of the thing, so that
   * the texts of two approvals can be compared.
   */
  private static String digest(String thing, String text) {
    Salt salt = new Salt(Sha256.hex(thing).substring(0, SALT_DIGITS));
    return salt.digest("thing", text);
  }

  private static String named(String text, Map<String, String> names) {
    Matcher reference = REFERENCE.matcher(text);
    return reference.replaceAll(
        found ->
            Matcher.quoteReplacement(
                names.containsKey(found.group(1))
                    ? "[" + names.get(found.group(1)) + "]"
                    : found.group()));
  }

  /** The rows that the facts know, by {@code _uuid}, as what they are. */
  private static Map<String, String> names(Cluster cluster) {
    Map<String, String> names = new HashMap<>();
    cluster.switches().forEach(each -> names.put(each.uuid(), "switch " + each.name()));
    cluster.getPorts().forEach(each -> names.put(each.uuid(), "port " + each.name()));
    cluster
        .logicalRouters()
        .ifPresent(all -> all.forEach(each -> names.put(each.uuid(), "router " + each.name())));
    cluster.getRouterPorts().forEach(each -> names.put(each.uuid(), "router port " + each.name()));
    cluster
        .chassisGroups()
        .ifPresent(all -> all.forEach(each -> names.put(each.uuid(), group(each))));
    cluster
        .dhcpOptions()
        .ifPresent(all -> all.forEach(each -> names.put(each.uuid(), options(each))));
    names.remove("");
    return names;
  }

  private static String group(ChassisGroup group) {
    return "HA chassis group "
        + group.name()
        + " "
        + group.members().stream()
            .map(member -> member.chassisName() + " " + member.priority())
            .sorted()
            .toList();
  }

  /** DHCP options have no name: they are what they say. */
  private static String options(DhcpOptions options) {
    return "DHCP options "
        + options.cidr()
        + " "
        + options.options()
        + " external_ids "
        + options.externalIds();
  }
}
