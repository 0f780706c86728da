package io.safeops.facts.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The components of OVN, OVS and Neutron that the facts have. */
public enum ComponentName {
  NORTHBOUND("northbound"),
  SOUTHBOUND("southbound"),
  NORTHD("northd"),
  CONTROLLER("controller"),
  VSWITCHD("vswitchd"),
  OVSDB("ovsdb"),
  NEUTRON_SERVER("neutron-server");

  private final String word;

  ComponentName(String word) {
    this.word = word;
  }

  /** As facts, plans and rules have it. */
  public String word() {
    return word;
  }

  public static Optional<ComponentName> of(String word) {
    return Arrays.stream(values()).filter(name -> name.word.equals(word)).findFirst();
  }

  /** All of them, as words. */
  static List<String> words() {
    return Arrays.stream(values()).map(ComponentName::word).toList();
  }
}
