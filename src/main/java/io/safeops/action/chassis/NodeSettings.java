package io.safeops.action.chassis;

import io.safeops.action.ActionException;
import io.safeops.facts.node.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of the settings of one node's ovn-controller in {@code external_ids} of Open_vSwitch.
 *
 * @param before the node before the change
 */
public record NodeSettings(Node before, List<ExternalIdChange> changes) {

  public NodeSettings {
    changes = List.copyOf(changes);
  }

  /**
   * The change that these values make; keys that already have their value are left out.
   *
   * @param wanted the values by key; an empty value removes the key
   */
  static NodeSettings of(Node node, Map<String, Optional<String>> wanted) throws ActionException {
    List<ExternalIdChange> changes = new ArrayList<>();
    for (Map.Entry<String, Optional<String>> entry : new TreeMap<>(wanted).entrySet()) {
      ExternalIdChange change =
          ExternalIdChange.of(
              entry.getKey(),
              Optional.ofNullable(node.externalIds().get(entry.getKey())),
              entry.getValue());
      if (!change.isNone()) {
        changes.add(change);
      }
    }
    return new NodeSettings(node, changes);
  }

  boolean isNone() {
    return changes.isEmpty();
  }

  public Node after() {
    Map<String, String> ids = new TreeMap<>(before.externalIds());
    for (ExternalIdChange change : changes) {
      ids.remove(change.key());
      change.after().ifPresent(value -> ids.put(change.key(), value));
    }
    return before.withExternalIds(ids);
  }

  /**
   * Whether the value that ovn-controller uses for this setting changes, under any of the keys that
   * it reads for it.
   */
  public boolean changes(String key) {
    return !before.setting(key).equals(after().setting(key));
  }

  public boolean changesTunnels() {
    return changes(ChassisKeys.ENCAP_IP) || changes(ChassisKeys.ENCAP_TYPE);
  }

  /** The physnets whose bridge changes, or whose mapping is added or removed. */
  public List<String> remapped() {
    Map<String, String> was = mapped(before);
    Map<String, String> is = mapped(after());
    TreeMap<String, String> all = new TreeMap<>(was);
    all.putAll(is);
    return all.keySet().stream()
        .filter(
            physnet ->
                !Optional.ofNullable(was.get(physnet)).equals(Optional.ofNullable(is.get(physnet))))
        .toList();
  }

  private static Map<String, String> mapped(Node node) {
    Map<String, String> mapped = new TreeMap<>();
    node.mappings().forEach(mapping -> mapped.put(mapping.physnet(), mapping.bridge()));
    return mapped;
  }
}
