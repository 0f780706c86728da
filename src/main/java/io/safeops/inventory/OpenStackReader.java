package io.safeops.inventory;

import io.safeops.document.Located;
import io.safeops.document.MapReader;
import io.safeops.document.NearestName;
import io.safeops.document.Problems;
import io.safeops.document.Value;
import io.safeops.openstack.CloudReference;
import io.safeops.openstack.Endpoint;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads the {@code openstack} keys of an inventory. It does not read the file with the secrets. */
final class OpenStackReader {

  private final Problems problems;
  private final SshLayerReader pathReader;
  private final ProcessEnvironment processEnvironment;

  OpenStackReader(
      Problems problems, SshLayerReader pathReader, ProcessEnvironment processEnvironment) {
    this.problems = problems;
    this.pathReader = pathReader;
    this.processEnvironment = processEnvironment;
  }

  Optional<OpenStack> read(Value value, List<InventoryNode> nodes) {
    if (!value.isPresent()) {
      return Optional.empty();
    }
    MapReader map = value.map();
    Value cloud = map.optional("cloud");
    Value clouds = map.optional("clouds");
    Value endpoint = map.optional("endpoint");
    Value auth = map.optional("auth");
    Value authorities = map.optional("cacert");
    Optional<NodeName> via = via(map.optional("via"), nodes);
    map.finish();
    if (value.isMap() && cloud.isPresent() == endpoint.isPresent()) {
      problems.add(
          map.at(),
          "`openstack`: expected `cloud: NAME` from a clouds.yaml, or `endpoint: URL` of a Neutron"
              + " with `auth: none`");
      return Optional.empty();
    }
    Optional<CloudReference> reference =
        endpoint.isPresent() ? open(endpoint, auth, authorities) : named(cloud, clouds);
    if (endpoint.isPresent()) {
      refuse(clouds, "`clouds` can only be used with `cloud`");
    } else {
      refuse(auth, "`auth` can only be used with `endpoint`; a cloud has it in its clouds.yaml");
      refuse(
          authorities,
          "`cacert` can only be used with `endpoint`; a cloud has it in its clouds.yaml");
    }
    if (via.isPresent()) {
      refuse(
          authorities,
          "`cacert` cannot be used with `via`: the node has its own certificate authorities");
    }
    return reference.map(found -> new OpenStack(found, via));
  }

  private static void refuse(Value value, String why) {
    if (value.isPresent()) {
      value.report(why);
    }
  }

  private Optional<CloudReference> open(Value endpoint, Value auth, Value authorities) {
    if (auth.isPresent()) {
      auth.oneOf(List.of(SshLayerReader.NONE));
    } else {
      endpoint.report("`endpoint` needs `auth: none`; for a Neutron with Keystone use `cloud`");
    }
    Optional<URI> uri = endpoint.text().map(Located::value).flatMap(Endpoint::parse);
    if (uri.isEmpty() && endpoint.isText()) {
      endpoint.report("`endpoint`: expected " + Endpoint.EXPECTED);
    }
    Optional<Path> file = pathReader.path(authorities);
    return uri.map(place -> new CloudReference.ByEndpoint(place, file));
  }

  private Optional<CloudReference> named(Value cloud, Value clouds) {
    List<Path> files =
        clouds.isPresent()
            ? pathReader.path(clouds).stream().toList()
            : List.of(
                processEnvironment.home().resolve(".config/openstack/clouds.yaml"),
                Path.of("/etc/openstack/clouds.yaml"));
    return cloud.text().map(name -> new CloudReference.ByName(name, files));
  }

  private static Optional<NodeName> via(Value value, List<InventoryNode> nodes) {
    Optional<String> name = value.text().map(Located::value);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<String> present =
        nodes.stream().filter(node -> !node.isAbsent()).map(node -> node.name().value()).toList();
    if (!present.contains(name.get())) {
      value.report(
          "`via`: there is no node `" + name.get() + "`" + NearestName.hint(name.get(), present));
      return Optional.empty();
    }
    return name.map(NodeName::new);
  }
}
