package io.safeops.session;

import io.safeops.document.DocumentException;
import io.safeops.facts.collect.NeutronFacts;
import io.safeops.facts.model.Observation;
import io.safeops.facts.neutron.Neutron;
import io.safeops.inventory.OpenStack;
import io.safeops.openstack.Cloud;
import io.safeops.openstack.DirectHttp;
import io.safeops.openstack.HttpThroughNode;
import io.safeops.openstack.HttpTransport;
import io.safeops.openstack.NetworkApi;
import io.safeops.openstack.OpenStackException;
import io.safeops.transport.connect.NodeConnections;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Access to the Neutron of an inventory; keeps its login for the next request. */
final class NeutronAccess {

  private final OpenStack openstack;
  private final NodeConnections connections;
  private final Duration timeout;
  private @Nullable NetworkApi api;

  /**
   * @param connections to the node through which Neutron is asked, where there is one; the caller
   *     closes them
   * @param timeout for one request
   */
  NeutronAccess(OpenStack openstack, NodeConnections connections, Duration timeout) {
    this.openstack = openstack;
    this.connections = connections;
    this.timeout = timeout;
  }

  /**
   * Reads now; where the API cannot be asked, the facts tell so.
   *
   * @param observation at the cluster just now: a node that could not be reached is not tried again
   */
  synchronized Neutron read(Observation observation) {
    Optional<String> lost = openstack.via().flatMap(via -> observation.unreachable(via.value()));
    if (lost.isPresent()) {
      return unread("it is read through a node that cannot be reached: " + lost.get());
    }
    try {
      return NeutronFacts.read(api());
    } catch (OpenStackException e) {
      return unread(Objects.toString(e.getMessage(), "no reason given"));
    }
  }

  /**
   * The API itself, for changes.
   *
   * @throws OpenStackException when it is not known how to reach it
   */
  synchronized NetworkApi api() throws OpenStackException {
    NetworkApi known = api;
    if (known != null) {
      return known;
    }
    try {
      Cloud cloud = openstack.cloud().resolve();
      known = new NetworkApi(cloud, transport(cloud));
      api = known;
      return known;
    } catch (DocumentException e) {
      throw new OpenStackException(
          e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
    }
  }

  private HttpTransport transport(Cloud cloud) throws OpenStackException {
    Optional<String> via = openstack.via().map(node -> node.value());
    if (via.isPresent() && cloud.authorities().isPresent()) {
      throw new OpenStackException(
          cloud.name()
              + ": use `cacert` or `via`, not both: with `via`, the node checks the certificate with its own authorities");
    }
    return via.isPresent()
        ? new HttpThroughNode(via.get(), () -> connections.shared(via.get()), timeout)
        : DirectHttp.of(cloud.authorities(), timeout);
  }

  private Neutron unread(String why) {
    return NeutronFacts.unread(openstack.cloud().description(), why);
  }
}
