package io.safeops.facts.model;

import io.safeops.document.Require;

/**
 * One tunnel end of a chassis.
 *
 * @param type {@code geneve}, {@code vxlan}
 * @param ip in the Southbound it stands as somebody typed it; here as the kernel writes it
 */
public record Encap(String type, String ip) {

  public Encap {
    ip = IpLiteral.canonical(ip);
    Require.name("encapsulation type", type);
    Require.name("encapsulation address", ip);
  }
}
