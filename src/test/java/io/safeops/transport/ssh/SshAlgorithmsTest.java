package io.safeops.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.safeops.transport.Command;
import io.safeops.transport.Connection;
import io.safeops.transport.Keys;
import io.safeops.transport.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every cipher that is offered works, where a node takes nothing else. */
class SshAlgorithmsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final KeyPair HOST = Keys.ecdsa();
  private static final KeyPair USER = Keys.ed25519();

  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(
      names = {
        "aes128gcm",
        "aes256gcm",
        "cc20p1305_openssh",
        "aes128ctr",
        "aes192ctr",
        "aes256ctr"
      })
  void nodeThatTakesOneCipherOnlyIsReached(BuiltinCiphers cipher) throws Exception {
    try (SshServerFixture server = new SshServerFixture(HOST, USER.getPublic())) {
      server.cipher(cipher);
      Path hosts = dir.resolve("known_hosts");
      Files.writeString(hosts, server.knownHostsLine());
      SshSettings settings =
          SshSettings.of("root", "127.0.0.1")
              .withPort(server.port())
              .withKnownHosts(hosts)
              .withIdentities(Keys.write(dir.resolve("id"), USER));
      SshTransport transport = new SshTransport(settings, new Keyring(Secrets.none()));
      try (Connection connection = transport.open(LIMIT)) {
        Result result =
            connection.run(new Command(List.of("/bin/echo", "here")), new byte[0], LIMIT);
        assertThat(result.outputText()).isEqualTo("here\n");
      }
    }
  }

  /** The server in this process makes Bouncy Castle known to all; safeops does not. */
  @ParameterizedTest
  @CsvSource({"KeyFactory, ECDSA", "Cipher, CHACHA", "Mac, POLY1305"})
  void whatJavaLacksIsThere(String type, String algorithm) {
    for (Provider java : Security.getProviders()) {
      if (!java.getName().equals("BC")) {
        assertThat(java.getName().equals("safeops") || java.getService(type, algorithm) == null)
            .as(java.getName() + " has it")
            .isTrue();
      }
    }
    assertThat(new FallbackSecurityProvider().getService(type, algorithm)).isNotNull();
  }
}
