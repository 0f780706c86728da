package io.safeops.openstack;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A cloud and the way into it.
 *
 * @param name in messages
 * @param network where its Neutron is; empty where Keystone says so
 * @param region of several, in Keystone's catalogue
 * @param availability which of its addresses: {@code public}, {@code internal} or {@code admin}
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
      throw new IllegalArgumentException("nobody says where the Neutron of " + name + " is");
    }
  }

  /** One that asks nobody who they are. */
  public static Cloud open(URI network, Optional<Path> authorities) {
    return new Cloud(
        Endpoint.place(network),
        new Login.None(),
        Optional.of(network),
        Optional.empty(),
        "public",
        authorities);
  }
}
