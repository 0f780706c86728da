package io.safeops.cluster;

/** One tunnel end of a chassis: its type ({@code geneve}, {@code vxlan}) and address. */
public record Encap(String type, String ip) {

  public Encap {
    Require.name("encapsulation type", type);
    Require.name("encapsulation address", ip);
  }
}
