package io.safeops.openstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An OpenStack cloud: where its APIs are and how to log in.
 *
 * @param name the name in messages
 * @param network the address of its Neutron; empty: Keystone's catalogue has it
 * @param region the region in Keystone's catalogue, if there are several
 * @param availability which address in the catalogue: {@code public}, {@code internal} or {@code
 *     admin}
 * @param authorities a PEM file of certificate authorities
 */
public record Cloud(
    String name,
    Login login,
    Optional<URI> network,
    Optional<String> region,
    String availability,
    Optional<Path> authorities) {

  public Cloud {
    if (login instanceof Login.None && network.isEmpty()) {
      throw new IllegalArgumentException(
          "cloud " + name + " has neither a login nor an address of its Neutron");
    }
  }

  /** A cloud that needs no login. */
  public static Cloud open(URI network, Optional<Path> authorities) {
    return new Cloud(
        Endpoint.hostAndPort(network),
        new Login.None(),
        Optional.of(network),
        Optional.empty(),
        "public",
        authorities);
  }
}
