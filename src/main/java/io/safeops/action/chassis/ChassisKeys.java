package io.safeops.action.chassis;

import io.safeops.document.NearestName;
import io.safeops.document.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The keys of Open_vSwitch's {@code external_ids} that ovn-controller reads and that may be changed
 * while it runs (ovn-controller(8), "Configuration"), with what their values look like.
 */
public final class ChassisKeys {

  public static final String REMOTE = "ovn-remote";
  static final String ENCAP_IP = "ovn-encap-ip";
  static final String ENCAP_TYPE = "ovn-encap-type";
  static final String MAPPINGS = "ovn-bridge-mappings";

  private static final String BOOLEAN = "true|false";
  private static final String NUMBER = "[0-9]{1,9}";
  private static final String HOST = "([A-Za-z0-9.-]+|\\[[0-9a-fA-F:.]+\\])";
  private static final String ONE_REMOTE =
      "((tcp|ssl):" + HOST + ":[0-9]{1,5}|unix:/[A-Za-z0-9_./-]+)";
  private static final String ONE_MAPPING = "[A-Za-z0-9_.-]+:[A-Za-z0-9_.-]+";

  private static final Map<String, Pattern> KNOWN = known();

  /**
   * The keys whose effect is known: {@link SettingsEffect} models it, or the key changes only how
   * fast ovn-controller computes. A transport zone, a version to match, a probe interval or the
   * bits of a tunnel's header can each cut the chassis off from its tunnels or its Southbound, and
   * no model here predicts that.
   */
  private static final Set<String> MODELLED =
      Set.of(
          REMOTE,
          ENCAP_IP,
          ENCAP_TYPE,
          MAPPINGS,
          "ovn-monitor-all",
          "ovn-enable-lflow-cache",
          "ovn-limit-lflow-cache",
          "ovn-memlimit-lflow-cache-kb");

  /**
   * The keys that identify the chassis. Changing one of them while ovn-controller runs makes
   * another chassis.
   */
  private static final List<String> IDENTITY = List.of("system-id", "hostname", "ovn-bridge");

  /** The longest value, in characters. 30 mappings or 30 remotes fit. */
  private static final int LONGEST = 1000;

  private ChassisKeys() {}

  private static Map<String, Pattern> known() {
    Map<String, String> values = new TreeMap<>();
    values.put(REMOTE, listOf(ONE_REMOTE));
    values.put(ENCAP_IP, listOf("[0-9a-fA-F:.]+"));
    values.put(ENCAP_TYPE, listOf("(geneve|vxlan)"));
    values.put(MAPPINGS, listOf(ONE_MAPPING));
    values.put("ovn-encap-csum", BOOLEAN);
    values.put("ovn-encap-tos", "[0-9]{1,3}|inherit");
    values.put("ovn-cms-options", "[A-Za-z0-9_.:,=/-]+");
    values.put("ovn-transport-zones", "[A-Za-z0-9_.:,-]+");
    values.put("ovn-remote-probe-interval", NUMBER);
    values.put("ovn-openflow-probe-interval", NUMBER);
    values.put("ovn-monitor-all", BOOLEAN);
    values.put("ovn-enable-lflow-cache", BOOLEAN);
    values.put("ovn-limit-lflow-cache", NUMBER);
    values.put("ovn-memlimit-lflow-cache-kb", NUMBER);
    values.put("ovn-match-northd-version", BOOLEAN);
    values.put(
        "ovn-chassis-mac-mappings", listOf("[A-Za-z0-9_.-]+:[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}"));
    Map<String, Pattern> patterns = new TreeMap<>();
    values.forEach((key, value) -> patterns.put(key, Pattern.compile(value)));
    return patterns;
  }

  private static String listOf(String one) {
    return one + "(," + one + ")*+";
  }

  /** The keys that may be changed, sorted. */
  static List<String> names() {
    return List.copyOf(KNOWN.keySet());
  }

  /** The schema of values by key. */
  static Schema schema() {
    return new Schema.Fields(
        KNOWN.entrySet().stream()
            .map(
                known ->
                    Schema.optional(
                        known.getKey(),
                        Schema.text(known.getValue(), "what ovn-controller takes"),
                        "external_ids:" + known.getKey() + ", see ovn-controller(8)"))
            .toList(),
        List.of());
  }

  /** Whether the effect of a change of this key is known. */
  static boolean isModelled(String key) {
    return MODELLED.contains(key);
  }

  /** Why a key may not be changed; empty if it may. */
  static Optional<String> refuse(String key) {
    if (IDENTITY.contains(key)) {
      return Optional.of(
          "external_ids:"
              + key
              + " identifies the chassis. If it is changed while ovn-controller runs, the old chassis"
              + " stays in the Southbound with its tunnels and ports");
    }
    return KNOWN.containsKey(key)
        ? Optional.empty()
        : Optional.of(
            "safeops does not know external_ids:"
                + key
                + " as a key that ovn-controller reads"
                + NearestName.hint(key, KNOWN.keySet()));
  }

  /** Why a value may not be set; empty if it may. */
  static Optional<String> refuse(String key, String value) {
    Optional<String> refused = refuse(key);
    Pattern pattern = KNOWN.get(key);
    if (refused.isPresent() || pattern == null) {
      return refused;
    }
    if (value.length() > LONGEST) {
      return Optional.of(
          "external_ids:%s: the value has %d characters; the limit is %d"
              .formatted(key, value.length(), LONGEST));
    }
    if (!pattern.matcher(value).matches()) {
      return Optional.of(
          "external_ids:" + key + ": `" + value + "` is not what ovn-controller takes");
    }
    return key.equals(MAPPINGS) ? mappedTwice(value) : Optional.empty();
  }

  /** Refuses a physnet that is mapped twice: no manual says which mapping counts. */
  private static Optional<String> mappedTwice(String mappings) {
    Set<String> mapped = new HashSet<>();
    for (String mapping : mappings.split(",", -1)) {
      String physnet = mapping.substring(0, mapping.indexOf(':'));
      if (!mapped.add(physnet)) {
        return Optional.of(
            "external_ids:" + MAPPINGS + ": physnet " + physnet + " is listed twice");
      }
    }
    return Optional.empty();
  }
}
