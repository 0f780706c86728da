package io.safeops.facts.diff;

import io.safeops.facts.diff.ChangedObject.ChangedField;
import io.safeops.facts.diff.ChangedObject.Kind;
import io.safeops.facts.model.Cluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares two pictures of a cluster. Records in a list are things of their own, found again by
 * their name; all else is a field of the thing that holds it.
 *
 * <p>The work is linear in the facts: parts that are the same object are not looked into.
 */
public final class FactsDiff {

  /** The components that name a record in its list, the best first. */
  private static final List<String> NAMES =
      List.of("logicalPort", "name", "id", "table", "physnet", "prefix", "uuid", "file");

  /** Words for lists whose name less its last letter is not the word. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("switches", "switch"),
          Map.entry("chassis", "chassis"),
          Map.entry("bindings", "binding of"),
          Map.entry("logicalRouters", "router"),
          Map.entry("chassisGroups", "HA chassis group"),
          Map.entry("dhcpOptions", "DHCP options"),
          Map.entry("bfdSessions", "BFD session"),
          Map.entry("databaseMembers", "database member"),
          Map.entry("wholeRows", "row"),
          Map.entry("nics", "NIC"),
          Map.entry("nats", "NAT"),
          Map.entry("routes", "route"),
          Map.entry("mappings", "bridge mapping"),
          Map.entry("members", "interface"),
          Map.entry("bootAddresses", "addresses at boot of"),
          Map.entry("gatewayChassis", "gateway chassis"),
          Map.entry("databaseDisks", "disk"));

  private final List<ChangedObject> found = new ArrayList<>();

  private FactsDiff() {}

  /** What differs, in the order of a file of facts. */
  public static List<ChangedObject> between(Cluster before, Cluster after) {
    FactsDiff diff = new FactsDiff();
    List<ChangedField> fields = new ArrayList<>();
    diff.compare("", "", before, after, fields);
    // When facts were read says nothing about the cluster.
    fields.removeIf(field -> field.name().equals("collectedAt"));
    if (!fields.isEmpty()) {
      diff.found.add(0, new ChangedObject(Kind.ALTERED, "cluster", fields));
    }
    return List.copyOf(diff.found);
  }

  /**
   * @param fields those of the thing itself are added here
   */
  private void compare(
      String object, String prefix, Record before, Record after, List<ChangedField> fields) {
    if (before == after || before.equals(after)) {
      return;
    }
    for (RecordComponent component : before.getClass().getRecordComponents()) {
      Object was = plain(value(before, component));
      Object is = plain(value(after, component));
      if (!Objects.equals(was, is)) {
        differing(object, prefix + component.getName(), was, is, fields);
      }
    }
  }

  private void differing(
      String object,
      String name,
      @Nullable Object was,
      @Nullable Object is,
      List<ChangedField> fields) {
    if (hasRecords(was) || hasRecords(is)) {
      things(object, name, records(was), records(is));
    } else if (was instanceof Record one
        && is instanceof Record other
        && one.getClass() == other.getClass()) {
      compare(object, name + ".", one, other, fields);
    } else if (was instanceof Map<?, ?> one && is instanceof Map<?, ?> other) {
      entries(name, one, other, fields);
    } else {
      fields.add(new ChangedField(name, text(was), text(is)));
    }
  }

  private static void entries(String name, Map<?, ?> was, Map<?, ?> is, List<ChangedField> fields) {
    TreeSet<String> keys = new TreeSet<>();
    was.keySet().forEach(key -> keys.add(String.valueOf(key)));
    is.keySet().forEach(key -> keys.add(String.valueOf(key)));
    for (String key : keys) {
      Object before = was.get(key);
      Object after = is.get(key);
      if (!Objects.equals(before, after)) {
        fields.add(new ChangedField(name + ":" + key, text(before), text(after)));
      }
    }
  }

  private void things(String holder, String list, List<?> was, List<?> is) {
    Map<String, Record> before = named(was);
    Map<String, Record> after = named(is);
    before.forEach(
        (name, one) -> {
          Record other = after.get(name);
          String object = named(holder, list, name);
          if (other == null) {
            found.add(new ChangedObject(Kind.REMOVED, object, List.of()));
          } else if (one != other) {
            altered(object, one, other);
          }
        });
    after.forEach(
        (name, one) -> {
          if (!before.containsKey(name)) {
            found.add(new ChangedObject(Kind.ADDED, named(holder, list, name), List.of()));
          }
        });
  }

  private void altered(String object, Record one, Record other) {
    int at = found.size();
    List<ChangedField> fields = new ArrayList<>();
    compare(object, "", one, other, fields);
    if (!fields.isEmpty()) {
      found.add(at, new ChangedObject(Kind.ALTERED, object, fields));
    }
  }

  private static String named(String holder, String list, String name) {
    String last = list.substring(list.lastIndexOf('.') + 1);
    String word = WORDS.getOrDefault(last, word(last));
    return (holder.isEmpty() ? "" : holder + ", ") + word + " " + name;
  }

  /** The name of a list as a word for one of its things: {@code staticRoutes}, static route. */
  private static String word(String list) {
    String one = list.endsWith("s") ? list.substring(0, list.length() - 1) : list;
    return one.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  /** By name; a second record with a name has a number. */
  private static Map<String, Record> named(List<?> records) {
    Map<String, Record> named = new LinkedHashMap<>();
    for (Object each : records) {
      Record one = (Record) each;
      String name = nameOf(one);
      String key = name;
      for (int number = 2; named.containsKey(key); number++) {
        key = name + " (" + number + ")";
      }
      named.put(key, one);
    }
    return named;
  }

  private static String nameOf(Record one) {
    Map<String, RecordComponent> components = new LinkedHashMap<>();
    for (RecordComponent component : one.getClass().getRecordComponents()) {
      components.put(component.getName(), component);
    }
    for (String name : NAMES) {
      RecordComponent component = components.get(name);
      if (component != null
          && plain(value(one, component)) instanceof String text
          && !text.isEmpty()) {
        return text;
      }
    }
    List<String> texts = new ArrayList<>();
    for (RecordComponent component : components.values()) {
      if (plain(value(one, component)) instanceof String text && !text.isEmpty()) {
        texts.add(text);
      }
    }
    return String.join(" ", texts);
  }

  private static boolean hasRecords(@Nullable Object value) {
    return value instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Record;
  }

  private static List<?> records(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static String text(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Collection<?> many) {
      return String.join(", ", many.stream().map(FactsDiff::text).toList());
    }
    if (value instanceof Record one) {
      List<String> parts = new ArrayList<>();
      for (RecordComponent component : one.getClass().getRecordComponents()) {
        String part = text(plain(value(one, component)));
        if (!part.isEmpty()) {
          parts.add(part);
        }
      }
      return String.join(" ", parts);
    }
    return String.valueOf(value);
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read " + component, e);
    }
  }
}
