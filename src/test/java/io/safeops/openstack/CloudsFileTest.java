package io.safeops.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.safeops.document.DocumentException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Valid and invalid clouds in a {@code clouds.yaml}. */
class CloudsFileTest {

  private static final String PASSWORD =
      """
      clouds:
        mine:
          region_name: one
          interface: internal
          cacert: ca.pem
          identity_api_version: 3
          auth:
            auth_url: https://k.example:5000/v3
            username: safeops
            password: hunter2
            project_name: admin
            user_domain_name: Default
            project_domain_id: default
      """;

  @TempDir Path dir;

  private Cloud read(String text) throws Exception {
    return CloudsFile.read(Files.writeString(dir.resolve("clouds.yaml"), text), "mine");
  }

  @Test
  void readsAPasswordLogin() throws Exception {
    Cloud cloud = read(PASSWORD);

    assertThat(cloud)
        .isEqualTo(
            new Cloud(
                "mine",
                new Login.Password(
                    URI.create("https://k.example:5000/v3"),
                    new KeystoneReference(
                        "name",
                        "safeops",
                        Optional.of(new KeystoneReference("name", "Default", Optional.empty()))),
                    new Secret("hunter2"),
                    Optional.of(
                        new KeystoneReference(
                            "name",
                            "admin",
                            Optional.of(
                                new KeystoneReference("id", "default", Optional.empty()))))),
                Optional.empty(),
                Optional.of("one"),
                "internal",
                Optional.of(dir.resolve("ca.pem"))));
    assertThat(cloud.toString()).doesNotContain("hunter2");
  }

  @Test
  void readsAnApplicationCredential() throws Exception {
    Cloud cloud =
        read(
            """
            clouds:
              mine:
                auth_type: v3applicationcredential
                auth:
                  auth_url: http://k:5000
                  application_credential_id: abc
                  application_credential_secret: hunter2
            """);

    assertThat(cloud.login())
        .isEqualTo(
            new Login.ApplicationCredential(
                URI.create("http://k:5000"),
                new KeystoneReference("id", "abc", Optional.empty()),
                Optional.empty(),
                new Secret("hunter2")));
  }

  @Test
  void readsACloudWithoutLogin() throws Exception {
    Cloud cloud =
        read("clouds: {mine: {auth_type: none, auth: {endpoint: 'http://192.0.2.11:9696'}}}");

    assertThat(cloud.login()).isEqualTo(new Login.None());
    assertThat(cloud.network()).contains(URI.create("http://192.0.2.11:9696"));
  }

  record Bad(String text, String expected) {
    @Override
    public String toString() {
      return expected;
    }
  }

  private static Bad changed(String from, String to, String expected) {
    return new Bad(PASSWORD.replace(from, to), expected);
  }

  static Stream<Bad> bad() {
    return Stream.of(
        new Bad("clouds: [", "not YAML"),
        new Bad("clouds: {}", "1:9: there is no cloud `mine`"),
        new Bad("clouds: {nine: {}}", "1:9: there is no cloud `mine`, did you mean `nine`?"),
        new Bad("cloud: {}", "1:1: `clouds` is missing"),
        new Bad("clouds: {mine: x}", "1:16: `mine`: expected a map, found text"),
        new Bad("clouds: {mine: {}}", "1:16: `auth` is missing"),
        new Bad("clouds: {mine: {auth_type: none}}", "1:16: `auth` is missing"),
        new Bad("clouds: {mine: {auth_type: none, auth: {}}}", "1:40: `endpoint` is missing"),
        changed("    auth:\n", "    verify: false\n    auth:\n", "7:13: `verify`: safeops always"),
        changed(
            "interface: internal", "interface: intern", "4:16: `interface`: \"intern\" is unknown"),
        changed(
            "    auth:\n", "    auth_type: v2password\n    auth:\n", "\"v2password\" is unknown"),
        changed("      auth_url: https://k.example:5000/v3\n", "", "8:7: `auth_url` is missing"),
        changed(
            "https://k.example", "https://u:hunter2@k.example", "8:17: `auth_url`: expected an"),
        changed("https://k.example", "ftp://k.example", "8:17: `auth_url`: expected an address"),
        changed("password: hunter2", "password: ''", "10:17: `password` is empty"),
        changed("      password: hunter2\n", "", "8:7: `password` is missing"),
        changed(
            "      user_domain_name: Default\n",
            "",
            "9:7: `username`: a name needs `user_domain_name` or `user_domain_id`"),
        changed(
            "      project_domain_id: default\n",
            "",
            "11:7: `project_name`: a name needs `project_domain_name` or `project_domain_id`"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void reportsProblemsWithoutSecrets(Bad bad) {
    DocumentException refused =
        catchThrowableOfType(DocumentException.class, () -> read(bad.text()));

    assertThat(refused).as(bad.text()).isNotNull();
    assertThat(refused.problems()).hasSize(1);
    assertThat(refused.problems().get(0).toString())
        .startsWith(dir.resolve("clouds.yaml") + ":")
        .contains(bad.expected())
        .doesNotContain("hunter2");
  }

  @Test
  void readsTheFirstFileThatExists() throws Exception {
    Path second = Files.writeString(dir.resolve("second.yaml"), PASSWORD);
    var name =
        new io.safeops.document.Located<>(
            "mine", new io.safeops.document.Position("inventory.yaml", 3, 20));
    var missing = dir.resolve("missing.yaml");

    assertThat(new CloudReference.ByName(name, java.util.List.of(missing, second)).resolve().name())
        .isEqualTo("mine");
    assertThat(
            catchThrowableOfType(
                    DocumentException.class,
                    () ->
                        new CloudReference.ByName(name, java.util.List.of(missing, missing))
                            .resolve())
                .problems())
        .hasToString(
            "[inventory.yaml:3:20: cloud `mine`: none of these files exists: %s, %s; set `clouds: FILE`]"
                .formatted(missing, missing));
  }
}
