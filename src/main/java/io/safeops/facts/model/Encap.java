package io.safeops.facts.model;

import io.safeops.document.Preconditions;

/**
 * One tunnel end of a chassis.
 *
 * @param type {@code geneve}, {@code vxlan}
 * @param ip in the Southbound it stands as somebody typed it; here as the kernel writes it
 */
public record Encap(String type, String ip) {

  public Encap {
    ip = IpLiteral.canonical(ip);
    Preconditions.name("encapsulation type", type);
    Preconditions.name("encapsulation address", ip);
  }
}
