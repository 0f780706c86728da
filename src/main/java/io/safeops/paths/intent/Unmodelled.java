package io.safeops.paths.intent;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Something that packets pass and of which no path is judged. It is counted and named, so that
 * nobody reads "no fault" for it.
 *
 * @param name for people
 */
public record Unmodelled(Kind kind, String name) {

  /** What it is. */
  public enum Kind {
    /** A logical port of a type that the model does not have, as {@code l2gateway}. */
    PORT("logical port", "logical ports"),
    /**
     * The metadata of a network: a process in a namespace on each chassis, which the facts do not
     * have (Neutron: neutron-ovn-metadata-agent).
     */
    METADATA("network's metadata", "networks' metadata"),
    /** ovn-nb(5), Load_Balancer. */
    LOAD_BALANCER("load balancer", "load balancers"),
    /** A router with policies, which may drop packets or send them elsewhere (ovn-nb(5)). */
    POLICIES("router with policies", "routers with policies"),
    /** A router that reaches the outside only through another router, by no route that is known. */
    SECOND_ROUTER("way through a second router", "ways through a second router"),
    /** A database in a directory of which the facts do not have the room. */
    DISK("disk of a database", "disks of databases"),
    /** A path with a hop that the facts do not decide. */
    PATH("path", "paths");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }
  }

  /**
   * All of them in words, by kind: {@code 2 networks' metadata (private, public)}.
   *
   * @param most so many names of each kind
   */
  public static List<String> texts(List<Unmodelled> all, int most) {
    Map<Kind, TreeSet<String>> names = new EnumMap<>(Kind.class);
    for (Unmodelled each : all) {
      names.computeIfAbsent(each.kind, any -> new TreeSet<>()).add(each.name);
    }
    List<String> texts = new ArrayList<>();
    names.forEach(
        (kind, some) -> {
          List<String> shown = new ArrayList<>(some.stream().limit(most).toList());
          if (some.size() > most) {
            shown.add("and " + (some.size() - most) + " more");
          }
          texts.add(
              some.size()
                  + " "
                  + (some.size() == 1 ? kind.one : kind.many)
                  + " ("
                  + String.join(", ", shown)
                  + ")");
        });
    return texts;
  }
}
