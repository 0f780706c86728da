package io.safeops.openstack;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The result of a login.
 *
 * @param token the token; none if the cloud needs no login
 * @param network the address of Neutron
 */
record KeystoneSession(Optional<Secret> token, URI network) {

  /** Logs in. */
  static KeystoneSession open(Cloud cloud, HttpTransport http) throws OpenStackException {
    if (!(cloud.login() instanceof Login.Keystone keystone)) {
      return new KeystoneSession(Optional.empty(), cloud.network().orElseThrow());
    }
    URI url = URI.create(Endpoint.withoutVersion(keystone.url()) + "/v3/auth/tokens");
    HttpCall call = HttpCall.post(url, keystone.request());
    HttpAnswer answer = http.send(call);
    if (answer.status() == 401) {
      throw new OpenStackException(
          call.description() + ": Keystone does not accept the login of cloud " + cloud.name());
    }
    if (!answer.isSuccess()) {
      throw new OpenStackException(call.description() + ": " + ApiJson.refusal(answer));
    }
    Secret token =
        answer
            .header("x-subject-token")
            .filter(text -> text.matches("[!-~]{1,16384}"))
            .map(Secret::new)
            .orElseThrow(
                () -> new OpenStackException(call.description() + ": the answer has no token"));
    URI network =
        cloud.network().isPresent()
            ? cloud.network().get()
            : find(cloud, call, ApiJson.json(call, answer));
    return new KeystoneSession(Optional.of(token), network);
  }

  private static URI find(Cloud cloud, HttpCall call, JsonNode body) throws OpenStackException {
    List<String> found =
        StreamSupport.stream(body.path("token").path("catalog").spliterator(), false)
            .filter(service -> service.path("type").asText().equals("network"))
            .flatMap(
                service -> StreamSupport.stream(service.path("endpoints").spliterator(), false))
            .filter(each -> each.path("interface").asText().equals(cloud.availability()))
            .filter(
                each ->
                    cloud.region().isEmpty()
                        || cloud.region().get().equals(each.path("region_id").asText())
                        || cloud.region().get().equals(each.path("region").asText()))
            .map(each -> each.path("url").asText())
            .distinct()
            .toList();
    String which =
        cloud.availability() + cloud.region().map(region -> ", region " + region).orElse("");
    if (found.isEmpty()) {
      throw new OpenStackException(
          call.description()
              + ": the service catalogue has no address of the network service ("
              + which
              + ")");
    }
    if (found.size() > 1) {
      throw new OpenStackException(
          call.description()
              + ": the service catalogue has several addresses of the network service ("
              + which
              + "): set `region_name`");
    }
    return Endpoint.parse(found.get(0))
        .orElseThrow(
            () ->
                new OpenStackException(
                    call.description()
                        + ": the network service in the service catalogue has no usable address"));
  }
}
