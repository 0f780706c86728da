package io.safeops.paths.model;

/**
 * The name of a thing that a finding is about, as a plan may have it.
 *
 * @param kind what it is, as arguments of actions call it: {@code node}, {@code bridge}
 */
public record ThingName(String kind, String name) {

  public static final String NODE = "node";
  public static final String COMPONENT = "component";
}
