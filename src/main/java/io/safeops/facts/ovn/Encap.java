package io.safeops.facts.ovn;

import io.safeops.document.IpLiteral;
import io.safeops.document.Preconditions;

/**
 * A tunnel end of a chassis.
 *
 * @param type {@code geneve}, {@code vxlan}
 * @param ip the address as the kernel writes it; the Southbound has it as somebody typed it
 */
public record Encap(String type, String ip) {

  public Encap {
    ip = IpLiteral.canonical(ip);
    Preconditions.name("encapsulation type", type);
    Preconditions.name("encapsulation address", ip);
  }
}
