package io.safeops.facts.node;

import io.safeops.document.Preconditions;

/**
 * An address that an interface gets when its node boots.
 *
 * @param nic the interface
 * @param address with its prefix length, such as {@code 192.0.2.1/24}; or {@code dhcp}
 * @param source the file or the connection that gives it
 */
public record BootAddress(String nic, String address, String source) {

  /** The {@code address} of an interface that asks a DHCP server for one. */
  public static final String DHCP = "dhcp";

  public BootAddress {
    Preconditions.name("interface of a boot address", nic);
    Preconditions.name("boot address of " + nic, address);
  }
}
