package io.safeops.openstack;

import io.safeops.house.TestTools;
import io.safeops.openstack.FakeCloud.Asked;
import io.safeops.openstack.FakeCloud.Reply;
import io.safeops.transport.Connection;
import io.safeops.transport.command.CommandTransport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;

/** A cloud with answers set by a test, reached directly or through a node (this machine's curl). */
abstract class CloudFixture {

  static final Duration LIMIT = Duration.ofSeconds(20);
  static final List<String> FIELDS = List.of("id", "name");

  /** The path of the requests. */
  enum Travel {
    DIRECTLY,
    THROUGH_NODE
  }

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  FakeCloud cloud(Function<Asked, Reply> answers) throws Exception {
    FakeCloud cloud = new FakeCloud(answers);
    open.add(cloud);
    return cloud;
  }

  HttpTransport http(Travel travel, Duration timeout) throws Exception {
    if (travel == Travel.DIRECTLY) {
      return DirectHttp.of(Optional.empty(), timeout);
    }
    TestTools.need("curl");
    Connection connection = CommandTransport.local().open(LIMIT);
    open.add(connection);
    return new HttpThroughNode("ctl", () -> connection, timeout);
  }

  NetworkApi withoutLogin(FakeCloud cloud, Travel travel) throws Exception {
    return new NetworkApi(
        Cloud.open(cloud.uri("/networking"), Optional.empty()), http(travel, LIMIT));
  }

  static Login.Password password(FakeCloud cloud) {
    KeystoneReference domain = new KeystoneReference("name", "Default", Optional.empty());
    return new Login.Password(
        cloud.uri("/identity/v3"),
        new KeystoneReference("name", "safe\"ops", Optional.of(domain)),
        new Secret("p\"a\\s\tsword"),
        Optional.of(new KeystoneReference("name", "admin", Optional.of(domain))));
  }

  NetworkApi withLogin(Login login, Travel travel) throws Exception {
    return new NetworkApi(
        new Cloud("mine", login, Optional.empty(), Optional.of("one"), "public", Optional.empty()),
        http(travel, LIMIT));
  }

  static List<String> names(NetworkApi api) throws OpenStackException {
    return api.list(NeutronResource.NETWORK, FIELDS).stream()
        .map(each -> each.path("name").asText())
        .toList();
  }
}
