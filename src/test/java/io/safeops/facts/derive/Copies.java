package io.safeops.facts.derive;

import io.safeops.facts.model.Cluster;
import io.safeops.facts.neutron.Neutron;
import io.safeops.facts.node.Bridge;
import io.safeops.facts.node.BridgeInterface;
import io.safeops.facts.node.BridgeMapping;
import io.safeops.facts.node.BridgePort;
import io.safeops.facts.node.Component;
import io.safeops.facts.node.Nic;
import io.safeops.facts.ovn.DatabaseStatus;
import io.safeops.facts.ovn.LogicalPort;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Large clusters out of a small one: many copies of it side by side, each with names, addresses and
 * ids of its own. What is wrong with the small one is wrong with every copy. The databases, northd
 * and neutron-server are there once.
 */
public final class Copies {

  private static final Set<String> ONCE =
      Set.of("northbound", "southbound", "northd", "neutron-server");

  private static final Set<String> NAMES =
      Set.of("name", "hostname", "switchName", "logicalPort", "id", "systemId");

  private static final Pattern UUID_OR_TAP =
      Pattern.compile("(?<![0-9a-f])([0-9a-f])[0-9a-f]{5}([0-9a-f]{2}-[0-9a-f]{2})");

  private static final Pattern IP =
      Pattern.compile("(?<![0-9.])([0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3})\\.([0-9]{1,3})(?![0-9.])");

  private static final Pattern MAC =
      Pattern.compile("(?i)\\b([0-9a-f]{2}(:[0-9a-f]{2}){2}):00:00:");
  private static final Pattern PHYSNET = Pattern.compile("\\bphysnet\\w*");

  /** However it is spelled: what follows the third group of zeros is the host's. */
  private static final Pattern IPV6 =
      Pattern.compile("(?i)\\b2001:0?db8:([0-9a-f]{1,4})(?::0)*::(?=[0-9a-f])");

  /** Names of fewer letters may be a word of any text. */
  private static final int SHORTEST_PHYSNET = 5;

  private static final Map<Integer, Map<String, String>> RENAMED = new ConcurrentHashMap<>();
  private static final Map<String, Integer> NETWORKS = Collections.synchronizedMap(new HashMap<>());

  private final Set<String> names = new HashSet<>();
  private final Set<String> physnets = new TreeSet<>();

  private Copies() {}

  /** So many copies of a cluster as one; at most 4,096. */
  public static Cluster of(Cluster cluster, int copies) {
    Copies same = new Copies();
    same.collect(cluster);
    List<Cluster> all =
        IntStream.range(0, copies).mapToObj(copy -> same.copy(cluster, copy)).toList();
    Cluster joined =
        new Cluster(
            cluster.format(),
            cluster.collectedAt(),
            join(all, Cluster::nodes),
            join(all, Cluster::switches),
            join(all, Cluster::chassis),
            join(all, Cluster::bindings),
            cluster.northbound(),
            cluster.southbound(),
            cluster
                .neutron()
                .map(
                    neutron ->
                        new Neutron(
                            neutron.endpoint(),
                            join(all, Cluster::getNetworks),
                            join(all, Cluster::getRouters),
                            join(all, Cluster::getFloatingIps),
                            neutron.problem())));
    return joined.toBuilder()
        .logicalRouters(
            cluster.logicalRouters().map(any -> join(all, each -> each.logicalRouters().get())))
        .dhcpOptions(cluster.dhcpOptions().map(any -> join(all, each -> each.dhcpOptions().get())))
        .build();
  }

  /** The copies of something that goes with a cluster, beside the copies of that cluster. */
  public static <T extends Record> List<T> of(T record, Cluster cluster, int copies) {
    Copies same = new Copies();
    same.collect(cluster);
    same.collect(record);
    return IntStream.range(0, copies).mapToObj(copy -> same.renamed(record, copy)).toList();
  }

  private static <T> List<T> join(List<Cluster> all, Function<Cluster, List<T>> part) {
    return all.stream().flatMap(cluster -> part.apply(cluster).stream()).toList();
  }

  private Cluster copy(Cluster cluster, int copy) {
    Cluster renamed = renamed(cluster, copy);
    return copy == 0
        ? renamed
        : renamed.withNodes(
            renamed.nodes().stream()
                .map(
                    node ->
                        node.withComponents(
                            node.components().stream()
                                .filter(each -> !ONCE.contains(each.name()))
                                .toList()))
                .toList());
  }

  /** What is to be called otherwise in each copy: whatever has a name, but software and devices. */
  private void collect(Object value) {
    if (value instanceof BridgeMapping mapping) {
      physnet(mapping.physnet());
    } else if (value instanceof LogicalPort port) {
      physnet(port.getNetworkName());
    }
    if (value instanceof Record record) {
      boolean device =
          record instanceof Component
              || record instanceof Nic
              || record instanceof Bridge
              || record instanceof BridgePort
              || record instanceof BridgeInterface
              || record instanceof DatabaseStatus;
      for (RecordComponent component : record.getClass().getRecordComponents()) {
        Object held = read(record, component);
        if (!device && NAMES.contains(component.getName())) {
          (held instanceof Optional<?> some ? some.stream() : java.util.stream.Stream.of(held))
              .filter(name -> !name.equals(""))
              .forEach(name -> names.add(String.valueOf(name)));
        }
        collect(held);
      }
    } else if (value instanceof Collection<?> list) {
      list.forEach(this::collect);
    } else if (value instanceof Optional<?> some) {
      some.ifPresent(this::collect);
    }
  }

  private void physnet(String name) {
    if (name.length() >= SHORTEST_PHYSNET && !PHYSNET.matcher(name).find()) {
      physnets.add(Pattern.quote(name));
    }
  }

  @SuppressWarnings("unchecked")
  private <T> T renamed(T value, int copy) {
    Object renamed = value;
    if (value instanceof String text) {
      renamed = name(text, copy);
    } else if (value instanceof List<?> list) {
      renamed = list.stream().map(each -> (Object) renamed(each, copy)).toList();
    } else if (value instanceof Optional<?> some) {
      renamed = some.map(each -> (Object) renamed(each, copy));
    } else if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((key, each) -> entries.put(renamed(key, copy), renamed(each, copy)));
      renamed = entries;
    } else if (value instanceof Record record) {
      RecordComponent[] components = record.getClass().getRecordComponents();
      List<Object> values = new ArrayList<>();
      for (RecordComponent component : components) {
        values.add(renamed(read(record, component), copy));
      }
      renamed = make(record.getClass(), components, values);
    }
    return (T) renamed;
  }

  private String name(String text, int copy) {
    if (copy == 0) {
      return text;
    }
    String address = addresses(text, copy);
    if (!physnets.isEmpty()) {
      address =
          address.replaceAll(
              "(?<![\\w-])(" + String.join("|", physnets) + ")(?![\\w-])", "$1-" + copy);
    }
    return address.equals(text) && names.contains(text) ? text + "-" + copy : address;
  }

  /** Many clusters hold the same texts. */
  private static String addresses(String text, int copy) {
    return RENAMED
        .computeIfAbsent(copy, any -> new ConcurrentHashMap<>())
        .computeIfAbsent(
            text,
            any -> {
              String named = UUID_OR_TAP.matcher(text).replaceAll("$1%05x$2".formatted(copy));
              named =
                  MAC.matcher(named).replaceAll("$1:%02x:%02x:".formatted(copy / 256, copy % 256));
              named = PHYSNET.matcher(named).replaceAll("$0-" + copy);
              named = IPV6.matcher(named).replaceAll("2001:db8:$1:%x::".formatted(copy));
              return IP.matcher(named).replaceAll(found -> ip(found, copy));
            });
  }

  private static String ip(MatchResult found, int copy) {
    String network = found.group(1);
    if (network.equals("0.0.0") || network.startsWith("127.")) {
      return Matcher.quoteReplacement(found.group());
    }
    int number = NETWORKS.computeIfAbsent(network, any -> NETWORKS.size() + 1);
    return "10.%d.%d.%s".formatted(number * 16 + copy / 256, copy % 256, found.group(2));
  }

  private static Object read(Record record, RecordComponent component) {
    try {
      return Objects.requireNonNull(component.getAccessor().invoke(record));
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(record.getClass() + " hides " + component.getName(), e);
    }
  }

  private static Object make(Class<?> type, RecordComponent[] components, List<Object> values) {
    try {
      return type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
          .newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + type, e);
    }
  }
}
