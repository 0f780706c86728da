package io.safeops.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.document.DocumentException;
import io.safeops.document.Problem;
import io.safeops.openstack.CloudReference;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the {@code openstack} settings of an inventory. */
class InventoryOpenStackTest {

  private static final String HEAD =
      """
      apiVersion: safeops/v1
      kind: Inventory
      nodes:
        ctl: {address: 192.0.2.11}
        old: {address: 192.0.2.19, absent: it burnt down}
      openstack:\s""";

  @TempDir Path dir;
  private ProcessEnvironment processEnvironment;

  @BeforeEach
  void createProcessEnvironment() throws Exception {
    int user = (Integer) Files.getAttribute(dir, "unix:uid");
    processEnvironment = new ProcessEnvironment(dir.resolve("home"), Optional.empty(), user);
  }

  private Optional<OpenStack> load(String openstack) throws DocumentException {
    try {
      Path file = Files.writeString(dir.resolve("inventory.yaml"), HEAD + openstack + "\n");
      return Inventory.load(file, processEnvironment).openstack();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void hasNoOpenStackByDefault() throws Exception {
    assertThat(load("")).isEmpty();
  }

  @Test
  void readsAnEndpointThroughANode() throws Exception {
    assertThat(load("{endpoint: \"http://127.0.0.1:9696\", auth: none, via: ctl}"))
        .contains(
            new OpenStack(
                new CloudReference.ByEndpoint(
                    URI.create("http://127.0.0.1:9696"), Optional.empty()),
                Optional.of(new NodeName("ctl"))));
  }

  /** The file need not exist: to confirm or recover a run, safeops does not ask Neutron. */
  @Test
  void doesNotReadTheCloudsFileYet() throws Exception {
    CloudReference.ByName cloud =
        (CloudReference.ByName) load("{cloud: mine, clouds: c.yaml}").orElseThrow().cloud();

    assertThat(cloud.name().value()).isEqualTo("mine");
    assertThat(cloud.files()).containsExactly(dir.resolve("c.yaml"));
  }

  @Test
  void looksForCloudsFilesWhereOpenstackDoes() throws Exception {
    CloudReference.ByName cloud =
        (CloudReference.ByName) load("{cloud: mine}").orElseThrow().cloud();

    assertThat(cloud.files())
        .isEqualTo(
            List.of(
                dir.resolve("home/.config/openstack/clouds.yaml"),
                Path.of("/etc/openstack/clouds.yaml")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mine | 6:12: `openstack`: expected a map, found text",
        "{} | 6:12: `openstack`: expected `cloud: NAME` from a clouds.yaml, or `endpoint: URL`",
        "{cloud: a, endpoint: 'http://b', auth: none} | 6:12: `openstack`: expected `cloud: NAME`",
        "{clout: a} | 6:13: unknown key `clout`, did you mean `cloud`?",
        "{endpoint: 'http://b'} | 6:23: `endpoint` needs `auth: none`",
        "{endpoint: 'http://b', auth: token} | 6:41: `auth`: \"token\" is unknown",
        "{endpoint: 'b:9696', auth: none} | 6:23: `endpoint`: expected an address such as http://HOST",
        "{endpoint: 'http://u:p@b', auth: none} | 6:23: `endpoint`: expected an address",
        "{endpoint: 'http://b', auth: none, clouds: c.yaml} | 6:55: `clouds` can only be used with `cloud`",
        "{cloud: a, auth: none} | 6:29: `auth` can only be used with `endpoint`",
        "{cloud: a, cacert: ca.pem} | 6:31: `cacert` can only be used with `endpoint`",
        "{endpoint: 'https://b', auth: none, cacert: c, via: ctl} | `cacert` cannot be used with `via`",
        "{cloud: a, via: ctrl} | 6:28: `via`: there is no node `ctrl`, did you mean `ctl`?",
        "{cloud: a, via: old} | 6:28: `via`: there is no node `old`"
      })
  void refusesWrongSettingsWithTheirPosition(String text, String expected) {
    DocumentException refused = catchThrowableOfType(DocumentException.class, () -> load(text));

    assertThat(refused).as(text).isNotNull();
    assertThat(refused.problems())
        .extracting(Problem::toString)
        .anyMatch(message -> message.contains(expected));
  }
}
